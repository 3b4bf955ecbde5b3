using Ledger.EventLog.Canonical;
using Marten;
using Npgsql;

namespace Ledger.EventLog;

/// <summary>
/// The log: appends batches and reads them back. Thread-safe; make one per process and database.
/// <para>
/// Why no reader can miss a late commit: positions are assigned under a row lock on the log's head, held until the commit. So the next
/// writer gets the head only after the previous writer's events are visible, a rollback frees its positions, and a reader that has read up
/// to position n never finds a new event at or before n. The database's default isolation, read committed, is required.
/// </para>
/// </summary>
public sealed class EventStore
{
    /// <summary>Sets Marten's sequence to the head.</summary>
    internal const string SettleSequence = "select ledger_log_settle_sequence()";

    /// <summary>
    /// The LISTEN/NOTIFY channel on which an append is announced, with the position of its last event. Marten's daemon listens on it too.
    /// </summary>
    internal const string Channel = "mt_events_appended";

    private readonly NpgsqlDataSource dataSource;
    private readonly AppendSignal signal;
    private readonly Announcer announcer;
    private readonly RecentEvents recent = new();
    private readonly LogReader log;
    private readonly FilteredReader filtered;

    /// <summary>Opens the log of a database.</summary>
    /// <param name="dataSource">The pool. Its sessions need not be reset between two uses, because the store leaves no state on
    /// them.</param>
    public EventStore(NpgsqlDataSource dataSource)
    {
        this.dataSource = dataSource;
        log = new LogReader(dataSource);
        filtered = new FilteredReader(dataSource);
        signal = new AppendSignal(dataSource, async ct => (await log.ReadHeadAsync(ct)).Position);
        announcer = new Announcer(AnnounceAsync);
    }

    /// <summary>The pool of connections to the log's database.</summary>
    public NpgsqlDataSource DataSource => dataSource;

    /// <summary>
    /// Appends all events in the order given, or nothing, in one transaction and one round trip. The caller's commands run in that
    /// transaction after all streams have been checked and locked. The connection prepares them automatically, so their texts should be few
    /// and fixed; they cannot be used again. The announcement to other processes follows in the background. After a connection failure it
    /// is unknown whether the append happened; the streams' versions tell.
    /// </summary>
    /// <exception cref="StreamConflictException">A stream was not at its expected version; nothing was written.</exception>
    /// <exception cref="CanonicalJsonException">Data or headers cannot be stored; nothing was sent.</exception>
    /// <param name="appends">What to append.</param>
    /// <param name="alsoInTransaction">The caller's commands.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="isLarge">The caller's commands may take longer than the connection's command timeout.</param>
    public Task<Appended> AppendAsync(
        IReadOnlyList<StreamAppend> appends, IReadOnlyList<NpgsqlBatchCommand>? alsoInTransaction, CancellationToken ct,
        bool isLarge = false) =>
        AppendAsync(PreparedAppend.Of(appends), alsoInTransaction, ct, isLarge);

    /// <inheritdoc cref="AppendAsync(IReadOnlyList{StreamAppend}, IReadOnlyList{NpgsqlBatchCommand}?, CancellationToken, bool)"/>
    public async Task<Appended> AppendAsync(
        PreparedAppend append, IReadOnlyList<NpgsqlBatchCommand>? alsoInTransaction, CancellationToken ct, bool isLarge = false)
    {
        ArgumentNullException.ThrowIfNull(append);
        var events = append.Events;

        // A batch without an explicit transaction is one transaction. It must not have error barriers: if a command before a barrier fails
        // after its first row, Npgsql 10.0.3 reads that error from its buffer in an endless loop, until the process has no memory left.
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        if (isLarge) batch.Timeout = 0;
        batch.BatchCommands.Add(append.Streams.Touch());
        foreach (var command in alsoInTransaction ?? []) batch.BatchCommands.Add(command);
        batch.BatchCommands.Add(events.Append());

        return Committed(await RunAsync(batch, ct), events);
    }

    /// <summary>
    /// Saves a Marten session with an append in its transaction, so that documents change together with the log. This takes one round trip
    /// more than an append without a session, so the hot path uses none (infra/decisions/0002).
    /// </summary>
    /// <param name="session">The session to save; it must not append events itself.</param>
    /// <param name="append">What to append.</param>
    /// <param name="alsoInTransaction">As in the other overloads; each command must return one result.</param>
    /// <param name="ct">Cancels.</param>
    /// <inheritdoc cref="AppendAsync(IReadOnlyList{StreamAppend}, IReadOnlyList{NpgsqlBatchCommand}?, CancellationToken, bool)"
    /// path="/exception"/>
    public async Task<Appended> AppendAsync(IDocumentSession session, PreparedAppend append,
        IReadOnlyList<NpgsqlBatchCommand>? alsoInTransaction, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(append);
        session.QueueOperation(new SessionCommand(append.Streams.Touch()));
        foreach (var command in alsoInTransaction ?? []) session.QueueOperation(new SessionCommand(command));
        var last = new SessionCommand(append.Events.Append());
        session.QueueOperation(last);
        try
        {
            await session.SaveChangesAsync(ct);
        }
        catch (Exception failure) when (Conflict(failure) is { } raised)
        {
            throw StreamConflictException.From(raised);
        }

        return Committed(last.Answer, append.Events);
    }

    private Appended Committed(long first, AppendEvents events)
    {
        var appended = new Appended(first, first + events.Count - 1);
        recent.Add(first, events);
        signal.Reached(appended.LastPosition);
        _ = announcer.AnnounceAsync();
        return appended;
    }

    // Marten wraps the exceptions of the database.
    private static PostgresException? Conflict(Exception? failure) =>
        failure is null ? null : failure is PostgresException { SqlState: StreamConflictException.SqlState } raised ? raised
            : Conflict(failure.InnerException);

    private static async Task<long> RunAsync(NpgsqlBatch batch, CancellationToken ct)
    {
        try
        {
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

    /// <summary>
    /// Sets Marten's sequence to the head, as an announcement does. A writer calls this when it starts, because a writer that died may not
    /// have announced its last appends.
    /// </summary>
    public async Task SettleSequenceAsync(CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(SettleSequence);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Waits until the appends made so far have been announced to other processes, or until that has failed once. A writer calls this when
    /// it stops. After a failure, waiting readers find the events by reading the head, and the next writer that starts sets Marten's
    /// sequence.
    /// </summary>
    public Task AnnouncedAsync() => announcer.AnnounceAsync();

    private async Task AnnounceAsync()
    {
        await using var command = dataSource.CreateCommand("select ledger_log_announce()");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The last position and its chain value.</summary>
    public Task<LogHead> ReadHeadAsync(CancellationToken ct) => log.ReadHeadAsync(ct);

    /// <summary>The events of one stream after a version, in order.</summary>
    public IAsyncEnumerable<StoredEvent> ReadStreamAsync(string tenant, string streamId, long afterVersion, CancellationToken ct) =>
        log.ReadStreamAsync(tenant, streamId, afterVersion, ct);

    /// <summary>Up to <paramref name="limit"/> events after a position, in order; none at the end of the log.</summary>
    /// <exception cref="LogGapException">An event at or before the head is missing.</exception>
    public Task<IReadOnlyList<StoredEvent>> ReadAfterAsync(long position, int limit, CancellationToken ct) =>
        log.ReadAfterAsync(position, limit, ct);

    /// <summary>
    /// Up to <paramref name="limit"/> events after a position that pass a filter, in order, and the position after which to continue. One
    /// call reads a bounded range of the log, so it may return no events before the end.
    /// </summary>
    public Task<FilteredEvents> ReadFilteredAsync(long position, EventFilter filter, int limit, CancellationToken ct) =>
        filtered.ReadAfterAsync(position, filter, limit, ct);

    /// <summary>
    /// Up to <paramref name="limit"/> events after a position, in order, from the cache of this process's newest appends: the same events
    /// that <see cref="ReadAfterAsync"/> returns, without a query. Empty when they are not in the cache.
    /// </summary>
    public IReadOnlyList<RecentEvent> RecentAfter(long position, int limit) => recent.After(position, limit);

    /// <summary>Returns when the log may have events after a position, or after the timeout.</summary>
    public Task WaitForAppendAsync(long afterPosition, TimeSpan timeout, CancellationToken ct) =>
        signal.WaitAsync(afterPosition, timeout, ct);
}
