using Npgsql;

namespace Ledger.Projections.Host.Queries;

/// <summary>An event as answers show it.</summary>
internal sealed record LogRow(long Position, Guid Id, string StreamId, string Type, byte[] Data);

/// <summary>Reads single events of the log by positions that the views have.</summary>
internal sealed class LogRows(NpgsqlDataSource log)
{
    public async Task<IReadOnlyList<LogRow>> ReadAsync(IReadOnlyList<long> positions, CancellationToken ct)
    {
        if (positions.Count == 0) return [];
        await using var connection = await log.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(
            "select seq_id, id, stream_id, type, data from mt_events where seq_id = any($1) order by seq_id", connection)
        {
            Parameters = { Snapshot.Value<long[]>([.. positions]) },
        };
        await command.PrepareAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<LogRow>(positions.Count);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(
                new LogRow(reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetFieldValue<byte[]>(4))
            );
        }
        return rows;
    }
}
