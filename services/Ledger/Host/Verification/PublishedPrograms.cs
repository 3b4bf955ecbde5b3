using Ledger.Domain;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>Reads the programs as of the snapshot that a check reads.</summary>
internal static class PublishedPrograms
{
    private const string Select = """
        select seq_id, type, data from mt_events where type in ('program_published', 'program_retired') order by tenant_id, seq_id
        """;

    /// <summary>The states by program. An event that cannot be applied is a finding.</summary>
    public static async Task<IReadOnlyDictionary<string, ProgramState>> ReadAsync(
        NpgsqlConnection session, StateFindings findings, CancellationToken ct)
    {
        var programs = new Dictionary<string, ProgramState>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(Select, session) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            try
            {
                var happened = StoredEvents.Read(reader.GetString(1), reader.GetFieldValue<byte[]>(2));
                programs[happened.Program] = (programs.GetValueOrDefault(happened.Program) ?? ProgramState.Empty(happened.Program))
                    .After(happened);
            }
            catch (Exception senseless) when (senseless is not (NpgsqlException or OutOfMemoryException))
            {
                findings.AddSenseless(reader.GetInt64(0), "its program", senseless.Message);
            }
        }

        return programs;
    }
}
