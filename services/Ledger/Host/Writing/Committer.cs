using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Due;
using Ledger.EventLog;
using Ledger.Host.State;
using Ledger.Hosting.Telemetry;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>
/// Makes decided batches durable: turns a batch into statements, sends them in one round trip, and answers all callers once the database
/// has committed.
/// </summary>
internal sealed class Committer(NpgsqlDataSource dataSource, EventStore store, Programs programs, StateCache cache)
{
    private long head;

    /// <summary>The last position of the log that this process knows.</summary>
    public long Head
    {
        get => Volatile.Read(ref head);
        set => Volatile.Write(ref head, value);
    }

    /// <summary>
    /// Makes the statements of a decided batch. From now on the cache holds what the tables will have once the batch is committed.
    /// </summary>
    /// <exception cref="StreamConflictException">
    /// A grant of the batch has the id of an existing one; the batch must be decided again.
    /// </exception>
    public async Task<PreparedBatch> PrepareAsync(
        IReadOnlyList<Work> batch, DecidedBatch decided, BatchTelemetry telemetry, CancellationToken ct)
    {
        await cache.Grants.CheckAsync(dataSource, decided.Happened, ct);
        IReadOnlyList<Emitted> events = [.. decided.Happened, .. await decided.Rejections.NewEventsAsync(dataSource, ct)];
        var appends = BatchAppends.Of(events, cache);
        var commands = StateCommands(decided);
        var append = appends.Count == 0 ? null : PreparedAppend.Of(appends);
        if (append is not null && telemetry.Span is { } span) commands.Add(BatchTraces.Save(span));
        return new PreparedBatch(
            batch, decided.Outcomes, decided.Touched, append, commands, cache.Saved(decided.Touched, decided.Budgets), telemetry);
    }

    /// <summary>Makes a batch durable. Returns the positions of its events; null when it has none.</summary>
    /// <exception cref="StreamConflictException">
    /// Another process changed a stream or row first; nothing of the batch is in the log.
    /// </exception>
    public async Task<Appended?> CommitAsync(PreparedBatch prepared, CancellationToken ct)
    {
        prepared.Telemetry.Committing();
        try
        {
            if (prepared.Append is { } append)
            {
                var appended = await store.AppendAsync(append, prepared.StateCommands, ct);
                Head = appended.LastPosition;
                return appended;
            }

            if (prepared.StateCommands.Count > 0) await SaveDueTimesAsync(prepared.StateCommands, ct);
            return null;
        }
        catch (Exception failure)
        {
            prepared.Telemetry.Failed(failure);
            throw;
        }
    }

    /// <summary>Answers the callers of a batch that is durable.</summary>
    /// <param name="appended">The positions of its events; null when it has none.</param>
    public void Answer(PreparedBatch prepared, Appended? appended)
    {
        var (first, last) = appended is null ? (0, 0) : (appended.FirstPosition, appended.LastPosition);
        prepared.Telemetry.Ended(prepared.Outcomes, first, last);
        foreach (var (work, done) in prepared.Outcomes)
        {
            work.Completion.TrySetResult(done with { Position = done.Position == 0 || first == 0 ? Head : first + done.Position - 1 });
        }
    }

    /// <summary>The commands that save the state after a decided batch.</summary>
    /// <param name="checksPrograms">
    /// Whether the transaction checks that the programs have not changed; false when the same append changes one.
    /// </param>
    public List<NpgsqlBatchCommand> StateCommands(DecidedBatch decided, bool checksPrograms = true)
    {
        var commands = AheadTable.Save(decided.Happened, decided.Released);
        if (decided.Touched.Count == 0) return commands;
        var touched = decided
            .Touched.OrderBy(a => a.Account.Program, StringComparer.Ordinal)
            .ThenBy(a => a.Account.Id, StringComparer.Ordinal)
            .ToList();
        if (checksPrograms) commands.Add(programs.Check(touched.Select(a => a.Account.Program)));
        commands.Add(AccountStateTable.Save(
                touched, loaded => DueWork.NextAt(programs.Find(loaded.Account.Program)!.Catalog, loaded.Account, loaded.CarriedOutUntil)));
        if (LotStateTable.Save(touched) is { } lots) commands.Add(lots);
        if (SpendingTable.Save(touched) is { } spending) commands.Add(spending);
        if (CommandTable.Save(decided.Handled) is { } handled) commands.Add(handled);
        if (BudgetTable.Save([.. decided.Budgets.Select(program => cache.Budget(program)!)]) is { } budgets) commands.Add(budgets);
        if (ContestTable.Save(ContestOrders(decided)) is { } contests) commands.Add(contests);
        if (RewardTable.Save([.. decided.Rewards.Select(key => cache.Stock(key)!)]) is { } stocks) commands.Add(stocks);
        return commands;
    }

    // The orders that the batch evaluated, of programs that have challenges.
    private List<ContestOrder> ContestOrders(DecidedBatch decided)
    {
        var keys = new HashSet<OrderKey>();
        foreach (var (_, _, happened) in decided.Happened)
        {
            if (happened is not DiscountComputed computed) continue;
            if (!programs.Find(computed.Program)!.Catalog.HasChallenges) continue;
            keys.Add(new OrderKey(computed.Program, computed.Source, computed.OrderId));
        }

        return [.. keys.Select(key => ContestOrder.Of(programs.Find(key.Program)!.Catalog, cache.Order(key)!))];
    }

    // No event was decided, but these accounts' next due work is later than their rows say.
    private async Task SaveDueTimesAsync(IReadOnlyList<NpgsqlBatchCommand> commands, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands) batch.BatchCommands.Add(command);
        try
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException raised) when (StreamConflictException.Of(raised) is { } conflict)
        {
            throw conflict;
        }
    }
}
