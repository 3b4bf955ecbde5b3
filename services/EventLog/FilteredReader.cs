using Npgsql;

namespace Ledger.EventLog;

/// <summary>
/// Reads the events that pass a filter, in the order of the log. The database filters, so gaps between positions are normal and cannot show
/// that an event is missing. None can be: every event at or before the head was committed before the head was read (infra/decisions/0001),
/// and the second statement of the round trip sees it.
/// </summary>
internal sealed class FilteredReader(NpgsqlDataSource dataSource)
{
    /// <summary>The most positions that one round trip reads, so that the session is soon free again, however rare the wanted events
    /// are.</summary>
    private const long LookAtMax = 10_000;

    private const string OfTenant =
        $"select {EventRow.Columns} from mt_events where seq_id > $1 and seq_id <= $2 and tenant_id = $3" + InOrder;

    private const string OfTypes =
        $"select {EventRow.Columns} from mt_events where seq_id > $1 and seq_id <= $2 and tenant_id = $3 and type = any($5)" + InOrder;

    private const string InOrder = " order by seq_id limit $4";

    /// <summary>Up to <paramref name="limit"/> events after a position, from a bounded range of the log.</summary>
    public async Task<FilteredEvents> ReadAfterAsync(long position, EventFilter filter, int limit, CancellationToken ct)
    {
        var upTo = position > long.MaxValue - LookAtMax ? long.MaxValue : position + LookAtMax;
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new NpgsqlBatchCommand("select position from ledger_log_head"), Select(position, upTo, filter, limit) },
        };
        await batch.PrepareAsync(ct);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var head = reader.GetInt64(0);
        await reader.NextResultAsync(ct);

        var events = new List<StoredEvent>();
        while (await reader.ReadAsync(ct)) events.Add(EventRow.Read(reader));
        var last = events.Count > 0 ? events[^1].Position : position;
        // Behind the last event of a full page there may be more in the range; any other page has all events of the range.
        return new FilteredEvents(events, events.Count == limit ? last : Math.Max(last, Math.Min(head, upTo)), head);
    }

    private static NpgsqlBatchCommand Select(long position, long upTo, EventFilter filter, int limit)
    {
        var command = new NpgsqlBatchCommand(filter.Types is null ? OfTenant : OfTypes)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = position }, new NpgsqlParameter<long> { TypedValue = upTo },
                new NpgsqlParameter<string> { TypedValue = filter.Tenant }, new NpgsqlParameter<int> { TypedValue = limit },
            },
        };
        if (filter.Types is { } types) command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. types] });
        return command;
    }
}
