using System.Runtime.CompilerServices;
using Npgsql;

namespace Ledger.EventLog;

/// <summary>Reads the log from the database: its head, a stream, and the events after a position.</summary>
internal sealed class LogReader(NpgsqlDataSource dataSource)
{
    /// <summary>The last position and its chain value.</summary>
    public async Task<LogHead> ReadHeadAsync(CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand("select position, chain from ledger_log_head", connection);
        await command.PrepareAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new LogHead(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
    }

    /// <summary>The events of one stream after a version, in order.</summary>
    public async IAsyncEnumerable<StoredEvent> ReadStreamAsync(
        string tenant, string streamId, long afterVersion, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(
            $"select {EventRow.Columns} from mt_events where tenant_id = $1 and stream_id = $2 and version > $3 order by version",
            connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = tenant },
                new NpgsqlParameter<string> { TypedValue = streamId },
                new NpgsqlParameter<long> { TypedValue = afterVersion },
            },
        };
        await command.PrepareAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) yield return EventRow.Read(reader);
    }

    /// <summary>Up to <paramref name="limit"/> events after a position, in order; none at the end of the log.</summary>
    /// <exception cref="LogGapException">An event at or before the head is missing.</exception>
    public async Task<IReadOnlyList<StoredEvent>> ReadAfterAsync(long position, int limit, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        // The head is read first, so the second statement sees every event up to it. Positions have no gaps, so a range of positions also
        // limits the number of events.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("select position from ledger_log_head"),
                new NpgsqlBatchCommand($"select {EventRow.Columns} from mt_events where seq_id > $1 and seq_id <= $2 order by seq_id")
                {
                    Parameters =
                    {
                        new NpgsqlParameter<long> { TypedValue = position },
                        new NpgsqlParameter<long> { TypedValue = position + limit },
                    },
                },
            },
        };
        await batch.PrepareAsync(ct);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var promised = Math.Min(reader.GetInt64(0), position + limit);
        await reader.NextResultAsync(ct);

        var events = new List<StoredEvent>((int)Math.Max(0, promised - position));
        while (await reader.ReadAsync(ct))
        {
            var read = EventRow.Read(reader);
            if (read.Position != position + events.Count + 1) throw new LogGapException(position + events.Count + 1);
            events.Add(read);
        }

        if (position + events.Count < promised) throw new LogGapException(position + events.Count + 1);
        return events;
    }
}
