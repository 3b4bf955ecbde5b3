using Ledger.Contracts.V1;
using Ledger.EventLog;
using Ledger.Ledger.Domain;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>
/// The one writer of this process. Takes whatever waits, up to a bound and never on a timer; loads what it needs with a few set-based
/// queries; decides in memory; commits once; answers everyone. A refusal costs nothing and fails nobody else.
/// While one batch is on its way to the database the next is decided on what that one leaves; should it not arrive, both are decided again.
/// </summary>
public sealed partial class Writer(
    NpgsqlDataSource dataSource, EventStore store, Programs programs, IEvaluations evaluations, TimeProvider time, ILogger<Writer> logger) : BackgroundService
{
    private const int BatchMax = 384;
    private const int WaitingMax = 1024;
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(2);

    private readonly WorkQueue queue = new(WaitingMax);
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StateCache cache = new();
    private PreparedBatch? committing;
    private long head;

    /// <summary>Completes when the writer has read the programs and takes work.</summary>
    public Task Ready => ready.Task;

    /// <summary>The last position this writer knows of.</summary>
    public long Head => Volatile.Read(ref head);

    /// <summary>Hands work to the writer, in the order of the calls; waits while too much is waiting.</summary>
    internal async ValueTask<Task<Done>> EnqueueAsync(Work work, CancellationToken ct)
    {
        await queue.AddAsync(work, ct);
        return work.Completion.Task;
    }

    /// <summary>Whether callers that can come back later should.</summary>
    public bool IsFull => queue.IsFull;

    /// <summary>Hands work to the writer and waits for its end.</summary>
    internal async Task<Done> DoAsync(Work work, CancellationToken ct) => await (await EnqueueAsync(work, ct)).WaitAsync(ct);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await UntilItWorksAsync(async () =>
        {
            await programs.LoadAsync(stoppingToken);
            Volatile.Write(ref head, (await store.ReadHeadAsync(stoppingToken)).Position);
        }, stoppingToken);
        ready.TrySetResult();
        var batch = new List<Work>(BatchMax);
        var accounts = new Dictionary<(string Program, string Source, string OrderId), string>();
        Work? carried = null;
        try
        {
            while (carried is not null || await IsMoreAsync(stoppingToken))
            {
                accounts.Clear();
                if (carried is not null && GoesWith(batch, accounts, carried)) batch.Add(carried);
                carried = null;
                while (batch.Count < BatchMax && queue.TryTake(out var work))
                {
                    if (!GoesWith(batch, accounts, work))
                    {
                        carried = work;
                        break;
                    }

                    batch.Add(work);
                }

                await NextAsync(batch, stoppingToken);
                batch = new List<Work>(BatchMax);
            }
        }
        finally
        {
            // What was not decided yet was not acknowledged either: its senders will send it again.
            queue.Close();
            if (committing is { } last) await last.Commit.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            foreach (var work in batch.Concat(committing?.Batch ?? []).Append(carried).OfType<Work>()) work.Completion.TrySetCanceled(CancellationToken.None);
            while (queue.TryTake(out var work)) work.Completion.TrySetCanceled(CancellationToken.None);
        }
    }

    // While a batch is on its way, the next is begun when it is as large, or large enough: begun at once it would be small, and a batch has its
    // price. When the way is free before that, whatever came meanwhile goes.
    private async ValueTask<bool> IsMoreAsync(CancellationToken ct)
    {
        if (committing is { } before)
        {
            await queue.UntilAsync(Math.Min(before.Batch.Count, BatchMax / 2), before.Commit, ct);
            if (queue.Count == 0) await SettleAsync(ct);
        }

        return await queue.IsThereAsync(ct);
    }

    // Decides the batch while the one before is being committed, and begins its commit when that is done.
    private async Task NextAsync(List<Work> batch, CancellationToken ct)
    {
        PreparedBatch? prepared = null;
        if (batch[0] is not ProgramWork)
        {
            try
            {
                prepared = await PrepareAsync(batch, ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                // Whatever it was, it may have been for what is not committed yet. Decided again below, it is known for what it is.
            }
        }

        if (await SettleAsync(ct) && prepared is not null)
        {
            committing = prepared;
            prepared.Commit = Task.Run(() => CommitAsync(prepared, ct), CancellationToken.None);
            return;
        }

        if (batch[0] is not ProgramWork) cache.Forget();
        await UntilItWorksAsync(() => ProcessAsync(batch, ct), ct);
    }

    // Waits for the commit on its way. One that failed is decided again, from what the tables say; then nothing that was decided on it holds.
    private async Task<bool> SettleAsync(CancellationToken ct)
    {
        if (committing is not { } before) return true;
        try
        {
            await before.Commit;
            committing = null;
            cache.Committed(before.Number, before.Touched);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            cache.Forget();
            await UntilItWorksAsync(() => ProcessAsync(before.Batch, ct), ct);
            committing = null;
            return false;
        }
    }

    // A program's change is decided alone. Snapshots that name different accounts for one order are decided one after the other,
    // because whether the first is recorded decides whose order it is.
    private static bool GoesWith(List<Work> batch, Dictionary<(string Program, string Source, string OrderId), string> accounts, Work work)
    {
        if (batch.Count > 0 && (work is ProgramWork || batch[0] is ProgramWork)) return false;
        return work is not FactWork { Fact: OrderPlaced placed } fact || accounts.TryAdd(fact.OrderKey, placed.AccountId) || accounts[fact.OrderKey] == placed.AccountId;
    }

    private async Task ProcessAsync(List<Work> batch, CancellationToken ct)
    {
        if (batch[0] is ProgramWork program)
        {
            await ProcessAsync(program, ct);
            return;
        }

        while (true)
        {
            try
            {
                await DecideAndAppendAsync(batch, ct);
                return;
            }
            catch (RefusedWorkException refused)
            {
                cache.Forget();
                refused.Work.Refused = refused.Outcome;
            }
            catch (StreamConflictException conflict)
            {
                // Another writer was first: decide again with what it wrote.
                cache.Forget();
                await programs.ReloadAsync(conflict.Streams, ct);
            }
            catch (Exception bug) when (bug is not (IOException or OperationCanceledException) && !(bug is NpgsqlException failure && IsOutage(failure)))
            {
                // A mistake of ours: whoever ran into it gets an error, everyone else gets on.
                cache.Forget();
                LogBug(logger, batch.Count, bug);
                if (batch.Count == 1)
                {
                    batch[0].Completion.TrySetException(bug);
                    return;
                }

                foreach (var work in batch.Where(work => !work.Completion.Task.IsCompleted)) await ProcessAsync([work], ct);
                return;
            }
        }
    }

    private async Task DecideAndAppendAsync(List<Work> batch, CancellationToken ct)
    {
        var prepared = await PrepareAsync(batch, ct);
        await CommitAsync(prepared, ct);
        cache.Committed(prepared.Number, prepared.Touched);
    }

    private async Task<PreparedBatch> PrepareAsync(List<Work> batch, CancellationToken ct)
    {
        await programs.FindNewAsync(batch.Select(work => work.Program), ct);
        var recordedAt = Now();
        var decision = new BatchDecision(cache, programs, evaluations, recordedAt);
        await using (var connection = await dataSource.OpenConnectionAsync(ct))
        {
            var accounts = await LoadAsync(connection, batch, ct);
            await decision.DecideAsync(batch, fact => accounts.GetValueOrDefault(fact.OrderKey), ct);
        }

        var emitted = decision.Emitted;
        if (decision.Rejections.Any || decision.Redriven.Count > 0) emitted = [.. emitted, .. await RejectionEventsAsync(decision, ct)];
        var appends = BatchAppends.Of(emitted, cache);
        var commands = StateCommands(decision);
        return new PreparedBatch(batch, decision.Outcomes, decision.Touched, appends.Count == 0 ? null : PreparedAppend.Of(appends), commands, cache.Saved(decision.Touched));
    }

    // One round trip; everyone is answered when it has come back.
    private async Task CommitAsync(PreparedBatch prepared, CancellationToken ct)
    {
        var first = 0L;
        if (prepared.Append is { } append)
        {
            var appended = await store.AppendAsync(append, prepared.StateCommands, ct);
            Volatile.Write(ref head, appended.LastPosition);
            first = appended.FirstPosition;
        }
        else if (prepared.StateCommands.Count > 0)
        {
            await SaveHintsAsync(prepared.StateCommands, ct);
        }

        foreach (var (work, done) in prepared.Outcomes)
        {
            work.Completion.TrySetResult(done with { Position = done.Position == 0 || first == 0 ? Head : first + done.Position - 1 });
        }
    }

    // Orders first, because a return does not say whose order it returns.
    private async Task<Dictionary<(string Program, string Source, string OrderId), string>> LoadAsync(NpgsqlConnection connection, List<Work> batch, CancellationToken ct)
    {
        var commands = batch.OfType<CommandWork>().ToList();
        var loading = new CommandLoading(cache);
        var named = commands.Select(work => work.OrderKey).OfType<(string, string, string)>();
        await cache.LoadOrdersAsync(connection, batch.OfType<FactWork>().Select(work => work.OrderKey).Concat(named), ct);
        var accountOf = new Dictionary<(string Program, string Source, string OrderId), string>();
        var needed = new List<(string Program, string Account, string? Order)>(batch.Count);
        foreach (var work in batch.OfType<FactWork>().Where(work => work.Refused is null))
        {
            var known = cache.Order(work.OrderKey)!;
            if (known.Snapshot is { } snapshot)
            {
                if (accountOf.TryAdd(work.OrderKey, snapshot.AccountId)) needed.Add((work.Program, snapshot.AccountId, known.Key));
            }
            else if (work.Fact is OrderPlaced placed && accountOf.TryAdd(work.OrderKey, placed.AccountId))
            {
                needed.Add((work.Program, placed.AccountId, null));
            }
        }

        needed.AddRange(batch.OfType<DueWorkOf>().Select(due => (due.Program, due.Account, (string?)null)));
        if (commands.Count > 0)
        {
            await loading.FindAccountsAsync(connection, commands, ct);
            needed.AddRange(commands.Where(work => work.Account is not null).Select(work => (work.Program, work.Account!, OrderOf(work))));
            needed.AddRange(commands.Where(work => work.Other is not null).Select(work => (work.Program, work.Other!, (string?)null)));
        }

        await cache.LoadAccountsAsync(connection, needed, ct);
        if (commands.Count > 0) await loading.LoadAsync(connection, commands, ct);
        return accountOf;
    }

    private static string? OrderOf(CommandWork work) => work.OrderKey is var (_, source, id) ? Order.KeyOf(source, id) : null;

    private async Task<IReadOnlyList<Emitted>> RejectionEventsAsync(BatchDecision decision, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        return [.. await decision.Rejections.NewAsync(connection, ct), .. await decision.Rejections.RedrivenAsync(connection, decision.Redriven, ct)];
    }

    private List<NpgsqlBatchCommand> StateCommands(BatchDecision decision)
    {
        if (decision.Touched.Count == 0) return [];
        var touched = decision.Touched.OrderBy(a => a.Account.Program, StringComparer.Ordinal).ThenBy(a => a.Account.Id, StringComparer.Ordinal).ToList();
        var commands = new List<NpgsqlBatchCommand>(3) { programs.Check(touched.Select(a => a.Account.Program)), AccountTable.Save(touched, account => DueWork.NextAt(programs.Find(account.Program)!.Catalog, account)) };
        if (LotTable.Save(touched) is { } lots) commands.Add(lots);
        if (SpendingTable.Save(touched) is { } spending) commands.Add(spending);
        if (CommandTable.Save(decision.Handled) is { } handled) commands.Add(handled);
        if (RewardTable.Save(decision.Stocks) is { } stocks) commands.Add(stocks);
        return commands;
    }

    // Nothing happened, but the next look at these accounts is later than the table says.
    private async Task SaveHintsAsync(IReadOnlyList<NpgsqlBatchCommand> commands, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(ct);
    }

    private async Task ProcessAsync(ProgramWork work, CancellationToken ct)
    {
        var outcome = await new ProgramChange(dataSource, store, programs, cache, Now).CarryOutAsync(work, position => Volatile.Write(ref head, position), ct);
        work.Completion.TrySetResult(new Done(outcome, Head));
    }

    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    // An outage of the database is waited out: nothing is acknowledged meanwhile, and order is kept.
    private async Task UntilItWorksAsync(Func<Task> action, CancellationToken ct)
    {
        var delay = TimeSpan.FromMilliseconds(50);
        while (true)
        {
            try
            {
                await action();
                return;
            }
            catch (NpgsqlException failure) when (IsOutage(failure))
            {
                cache.Forget();
                LogOutage(logger, delay, failure);
            }
            catch (IOException failure)
            {
                cache.Forget();
                LogOutage(logger, delay, failure);
            }

            await Task.Delay(delay, time, ct);
            delay = delay * 2 < RetryMax ? delay * 2 : RetryMax;
        }
    }

    // Anything else that the database raises would be raised again for the same statements: waiting does not help.
    private static bool IsOutage(NpgsqlException failure) => failure is not PostgresException { IsTransient: false } || IsConnectionLoss(failure);

    private static bool IsConnectionLoss(NpgsqlException failure) => failure is PostgresException { SqlState: ['5', '7', 'P', ..] };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database did not answer; the batch is tried again in {Delay}.")]
    private static partial void LogOutage(ILogger logger, TimeSpan delay, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of {Count} could not be decided.")]
    private static partial void LogBug(ILogger logger, int count, Exception failure);
}
