using Npgsql;

namespace Ledger.EventLog.Verification;

/// <summary>Checks that every stream numbers its events 1, 2, 3 … without a gap and has the last number as its version.</summary>
internal static class StreamCheck
{
    // The grouping reads only the index on stream and version.
    private const string Sql = """
        select coalesce(s.tenant_id, e.tenant_id), coalesce(s.id, e.stream_id), s.version, e.lowest, e.highest, e.events,
               coalesce((select max(x.seq_id) from mt_events x where x.tenant_id = e.tenant_id and x.stream_id = e.stream_id), 0)
          from mt_streams s
          full join (select tenant_id, stream_id, min(version) as lowest, max(version) as highest, count(*) as events
                       from mt_events group by tenant_id, stream_id) e
            on s.tenant_id = e.tenant_id and s.id = e.stream_id
         where s.version is distinct from e.highest or e.lowest <> 1 or e.events <> e.highest
         limit 1001
        """;

    public static async Task RunAsync(NpgsqlConnection connection, Findings findings, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var stream = $"{reader.GetString(0)}:{reader.GetString(1)}";
            var position = reader.GetInt64(6);
            if (await reader.IsDBNullAsync(4, ct)) findings.Add(position, "stream.empty", $"Stream {stream} has no events.");
            else if (await reader.IsDBNullAsync(2, ct)) findings.Add(position, "stream.version", $"Stream {stream} has no version, "
                + $"but its last event has {reader.GetInt64(4)}.");
            else if (reader.GetInt64(2) != reader.GetInt64(4)) findings.Add(
                    position, "stream.version",
                    $"Stream {stream} says version {reader.GetInt64(2)}, but its last event has {reader.GetInt64(4)}.");
            else findings.Add(
                    position, "stream.gap",
                    $"Stream {stream} has {reader.GetInt64(5)} events with versions {reader.GetInt64(3)} to {reader.GetInt64(4)}.");
        }
    }
}
