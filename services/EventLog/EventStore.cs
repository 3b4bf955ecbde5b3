using System.Runtime.CompilerServices;
using Npgsql;

namespace Ledger.EventLog;

/// <summary>
/// The log: appends batches and reads them back. Thread-safe; make one per process and database.
/// <para>
/// Why no reader can skip a late commit: a position is taken under a row lock on the log's head that is held until the commit.
/// So the next writer sees the head only after this one's events are visible, a rollback gives its positions back, and
/// "everything after position n" never gains an event before one that was already read. The database's default isolation,
/// read committed, is required.
/// </para>
/// </summary>
public sealed class EventStore
{
    private readonly NpgsqlDataSource dataSource;
    private readonly AppendSignal signal;
    private readonly RecentEvents recent = new();

    public EventStore(NpgsqlDataSource dataSource)
    {
        this.dataSource = dataSource;
        signal = new AppendSignal(async ct => (await ReadHeadAsync(ct)).Position);
    }

    internal NpgsqlDataSource DataSource => dataSource;

    /// <summary>
    /// Appends all events in the order given, or nothing, in one transaction and one round trip. The caller's commands run in that
    /// transaction after all streams have been checked and locked; they are prepared, so their texts should be few and fixed. They are used up by
    /// the call. A fault of the connection leaves unknown whether the append happened: the streams' versions tell.
    /// </summary>
    /// <exception cref="StreamConflictException">A stream was not at its expected version; nothing was written.</exception>
    /// <exception cref="CanonicalJsonException">Data or headers cannot be stored; nothing was sent.</exception>
    public Task<Appended> AppendAsync(IReadOnlyList<StreamAppend> appends, IReadOnlyList<NpgsqlBatchCommand>? alsoInTransaction, CancellationToken ct) =>
        AppendAsync(PreparedAppend.Of(appends), alsoInTransaction, ct);

    /// <inheritdoc cref="AppendAsync(IReadOnlyList{StreamAppend}, IReadOnlyList{NpgsqlBatchCommand}?, CancellationToken)"/>
    public async Task<Appended> AppendAsync(PreparedAppend append, IReadOnlyList<NpgsqlBatchCommand>? alsoInTransaction, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(append);
        var events = append.Events;

        // Without an explicit transaction a batch is one: it commits at its end or not at all.
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(append.Streams.Touch());
        foreach (var command in alsoInTransaction ?? []) batch.BatchCommands.Add(command);
        batch.BatchCommands.Add(events.Append());

        var first = await RunAsync(batch, ct);
        var appended = new Appended(first, first + events.Count - 1);
        recent.Add(first, events);
        signal.Reached(appended.LastPosition);
        return appended;
    }

    private static async Task<long> RunAsync(NpgsqlBatch batch, CancellationToken ct)
    {
        try
        {
            await batch.PrepareAsync(ct);
            await using var reader = await batch.ExecuteReaderAsync(ct);
            var first = 0L;
            do
            {
                if (reader.FieldCount != 1 || reader.GetName(0) != AppendEvents.Function) continue;
                await reader.ReadAsync(ct);
                first = reader.GetInt64(0);
            }
            while (await reader.NextResultAsync(ct));
            return first;
        }
        catch (PostgresException raised) when (raised.SqlState == StreamConflictException.SqlState)
        {
            throw StreamConflictException.From(raised);
        }
    }

    /// <summary>The last position and the chain value that goes with it.</summary>
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
    public async IAsyncEnumerable<StoredEvent> ReadStreamAsync(string tenant, string streamId, long afterVersion, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand($"select {EventRow.Columns} from mt_events where tenant_id = $1 and stream_id = $2 and version > $3 order by version", connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = tenant }, new NpgsqlParameter<string> { TypedValue = streamId }, new NpgsqlParameter<long> { TypedValue = afterVersion } },
        };
        await command.PrepareAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) yield return EventRow.Read(reader);
    }

    /// <summary>Up to <paramref name="limit"/> events after a position, in order; none when the log ends there.</summary>
    /// <exception cref="LogGapException">An event is missing that the head says was committed.</exception>
    public async Task<IReadOnlyList<StoredEvent>> ReadAfterAsync(long position, int limit, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        // The head is read first: what it promises, the second statement must see. Positions are contiguous, so a range is a limit.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("select position from ledger_log_head"),
                new NpgsqlBatchCommand($"select {EventRow.Columns} from mt_events where seq_id > $1 and seq_id <= $2 order by seq_id")
                {
                    Parameters = { new NpgsqlParameter<long> { TypedValue = position }, new NpgsqlParameter<long> { TypedValue = position + limit } },
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

    /// <summary>
    /// Up to <paramref name="limit"/> events after a position, in order, as far as this process committed them a moment ago and still has them:
    /// the same events that <see cref="ReadAfterAsync"/> answers, without asking the database. None when it does not.
    /// </summary>
    public IReadOnlyList<RecentEvent> RecentAfter(long position, int limit) => recent.After(position, limit);

    /// <summary>Returns when the log may have events after a position, or when the time is over.</summary>
    public Task WaitForAppendAsync(long afterPosition, TimeSpan timeout, CancellationToken ct) => signal.WaitAsync(afterPosition, timeout, ct);
}
