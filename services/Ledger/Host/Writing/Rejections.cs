using System.Security.Cryptography;
using System.Text;
using Ledger.Contracts.V1;
using Ledger.Ledger.Domain;
using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>Facts that were refused in one batch: kept in the log with what was sent, each once however often it is sent again.</summary>
internal sealed class Rejections(DateTimeOffset recordedAt)
{
    /// <summary>The tenant of facts that name no program that could be one.</summary>
    public const string NoProgram = "-";

    private readonly Dictionary<(string Program, string Id), OrderRejected> kept = [];

    public bool Any => kept.Count > 0;

    /// <summary>Keeps a refusal and answers its id.</summary>
    public string Keep(string program, Outcome outcome, string payload, Door door, string? factType, string? source, string? orderId)
    {
        var tenant = Identifiers.IsId(program) ? program : NoProgram;
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{outcome.Code}\n{payload}")).AsSpan(0, 16));
        kept.TryAdd((tenant, id), new OrderRejected(
            tenant, id, outcome.Code!, Storable(outcome.Message)!, door == Door.Http ? "http" : "bus", Storable(payload)!, recordedAt, recordedAt, factType, Storable(source), Storable(orderId)));
        return id;
    }

    /// <summary>The refusals that are not in the log yet.</summary>
    public async Task<IReadOnlyList<Emitted>> NewAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (kept.Count == 0) return [];
        var versions = await VersionsAsync(connection, kept.Keys, ct);
        return [.. kept.Where(pair => !versions.ContainsKey(pair.Key)).Select(pair => new Emitted(Streams.Rejected(pair.Key.Id), Streams.RejectedType, pair.Value))];
    }

    /// <summary>That refused facts were driven again; each is said once, however often it happens, with who asked.</summary>
    public async Task<IReadOnlyList<Emitted>> RedrivenAsync(NpgsqlConnection connection, IReadOnlyDictionary<(string Program, string Id), string?> redriven, CancellationToken ct)
    {
        if (redriven.Count == 0) return [];
        var versions = await VersionsAsync(connection, [.. redriven.Keys], ct);
        return [.. redriven.Where(one => versions.GetValueOrDefault(one.Key) == 1)
            .Select(one => new Emitted(Streams.Rejected(one.Key.Id), Streams.RejectedType, new RejectionRedriven(one.Key.Program, one.Key.Id, recordedAt, recordedAt, one.Value)))];
    }

    private static async Task<Dictionary<(string Program, string Id), long>> VersionsAsync(
        NpgsqlConnection connection, IReadOnlyCollection<(string Program, string Id)> keys, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select n.tenant, n.id, s.version from unnest($1, $2, $3) as n (tenant, id, stream) join mt_streams s on s.tenant_id = n.tenant and s.id = n.stream", connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Program)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Id)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => Streams.Rejected(key.Id))] },
            },
        };
        var versions = new Dictionary<(string, string), long>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) versions[(reader.GetString(0), reader.GetString(1))] = reader.GetInt64(2);
        return versions;
    }

    // What PostgreSQL cannot keep in JSON is shown as the replacement character; the sender's bytes are described, not lost silently.
    private static string? Storable(string? text) =>
        text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
}
