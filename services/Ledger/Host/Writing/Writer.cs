using Ledger.EventLog;
using Ledger.Hosting;
using Ledger.Hosting.Resilience;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.Registry;

namespace Ledger.Host.Writing;

/// <summary>
/// The one writer of this process. It forms batches of the waiting work; each is loaded, decided in memory and committed in one round trip,
/// one batch after the other. While one batch is being committed, the next is decided on the state after it; if the commit fails, both are
/// decided again. The steps are in <see cref="Batcher"/>, <see cref="Loader"/>, <see cref="Decider"/> and <see cref="Committer"/>, and in
/// <see cref="LoneChanges"/> for work that is decided alone; this class has their order, and what happens when one fails.
/// </summary>
public sealed partial class Writer : BackgroundService
{
    private const int WaitingMax = 1024;

    private readonly WorkQueue queue = new(WaitingMax);
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StateCache cache = new();
    private readonly EventStore store;
    private readonly Programs programs;
    private readonly IEvaluations evaluations;
    private readonly WriterTelemetry telemetry;
    private readonly ResiliencePipeline outages;
    private readonly TimeProvider time;
    private readonly ILogger<Writer> logger;
    private readonly Batcher batcher;
    private readonly Loader loader;
    private readonly Committer committer;
    private readonly LoneChanges loneChanges;
    private CommittingBatch? committing;

    public Writer(
        NpgsqlDataSource dataSource, EventStore store, Programs programs, IEvaluations evaluations, WriterTelemetry telemetry,
        ResiliencePipelineProvider<string> pipelines, TimeProvider time, ILogger<Writer> logger)
    {
        ArgumentNullException.ThrowIfNull(pipelines);
        outages = pipelines.GetPipeline(Pipelines.Database);
        (this.store, this.programs, this.evaluations, this.telemetry, this.time, this.logger) = (
            store, programs, evaluations, telemetry, time, logger);
        batcher = new Batcher(queue);
        loader = new Loader(store.DataSource, programs, cache);
        committer = new Committer(dataSource, store, programs, cache);
        loneChanges = new LoneChanges(dataSource, store, programs, evaluations, loader, committer, cache, Now);
    }

    /// <summary>Completes when the writer has read the programs and begins to take work.</summary>
    public Task Ready => ready.Task;

    /// <summary>The last position this writer knows of.</summary>
    public long Head => committer.Head;

    /// <summary>Whether the queue is full, so that callers who can retry later should be turned away.</summary>
    public bool IsFull => queue.IsFull;

    /// <summary>Whether work waits.</summary>
    internal bool IsBusy => queue.Count > 0;

    /// <summary>
    /// Queues work, in the order of the calls; waits while the queue is full. The inner task completes when the work is durable or refused.
    /// </summary>
    internal async ValueTask<Task<Done>> EnqueueAsync(Work work, CancellationToken ct)
    {
        telemetry.Enqueued(work);
        await queue.AddAsync(work, ct);
        return work.Completion.Task;
    }

    /// <summary>Hands work to the writer and waits for its end.</summary>
    internal async Task<Done> DoAsync(Work work, CancellationToken ct) => await (await EnqueueAsync(work, ct)).WaitAsync(ct);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        telemetry.Watch(() => queue.Count, WaitingMax);
        await UntilItWorksAsync(async () =>
        {
            await store.SettleSequenceAsync(stoppingToken);
            await programs.LoadAsync(stoppingToken);
            committer.Head = (await store.ReadHeadAsync(stoppingToken)).Position;
        }, stoppingToken);
        ready.TrySetResult();
        IReadOnlyList<Work>? batch = [];
        try
        {
            while (true)
            {
                if (committing is { } before)
                {
                    await batcher.UntilLargeEnoughAsync(before.Prepared.Batch.Count, before.Durable, stoppingToken);
                    await LeaveCommitAsync();
                    if (batcher.IsEmpty) await SettleAsync(null, stoppingToken);
                }

                batch = await batcher.NextAsync(stoppingToken);
                if (batch is null) return;
                await CarryOutAsync(batch, stoppingToken);
            }
        }
        finally
        {
            batcher.Close();
            await EndAsync(batch ?? []);
        }
    }

    // When the process stops, a commit in progress is awaited. Other work is cancelled without an answer, so that its sender repeats it.
    private async Task EndAsync(IReadOnlyList<Work> batch)
    {
        if (committing is { } last)
        {
            await last.Ended;
            if (last.Durable.Exception is { } failure) LogNotCommitted(logger, last.Prepared.Batch.Count, failure);
        }

        foreach (var work in batch.Concat(committing?.Prepared.Batch ?? [])) work.Completion.TrySetCanceled(CancellationToken.None);
        await store.AnnouncedAsync();
    }

    // Decides the batch while the one before is being committed, and starts its commit once that one has ended.
    private async Task CarryOutAsync(IReadOnlyList<Work> batch, CancellationToken ct)
    {
        var number = cache.Batch;
        var prepared = batch[0] is LoneWork ? null : await TryPrepareAsync(batch, ct);
        if (await SettleAsync(prepared, ct) && prepared is not null) return;

        prepared?.Telemetry.Failed();
        cache.ForgetSince(number);
        await UntilItWorksAsync(() => DecideAndCommitAsync(batch, ct), ct);
    }

    // A failure here may be caused by state of the batch before, whose commit may still fail. So it is only logged: once that batch is
    // settled, this one is decided again, and a failure of its own recurs.
    private async Task<PreparedBatch?> TryPrepareAsync(IReadOnlyList<Work> batch, CancellationToken ct)
    {
        try
        {
            return await PrepareAsync(batch, isAgain: false, ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            LogDecidedAgain(logger, batch.Count, failure);
            return null;
        }
    }

    // Waits for the commit in progress, then starts the commit of the next batch. If the first failed, its batch is decided again from the
    // tables and committed. Returns false then, because the next batch was decided on a state that is void.
    private async Task<bool> SettleAsync(PreparedBatch? next, CancellationToken ct)
    {
        if (committing is not { } before)
        {
            Begin(next, ct);
            return true;
        }

        try
        {
            await before.Durable;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            cache.ForgetSince(before.Prepared.Number);
            if (failure is StreamConflictException conflict)
            {
                telemetry.Retrying(RetryReasons.Conflict);
                await UntilItWorksAsync(() => programs.ReloadAsync(conflict.Streams, ct), ct);
            }
            else
            {
                telemetry.Retrying(DatabaseFaults.IsOutage(failure) ? RetryReasons.Outage : RetryReasons.Fault);
                LogNotCommitted(logger, before.Prepared.Batch.Count, failure);
            }

            await UntilItWorksAsync(() => DecideAndCommitAsync(before.Prepared.Batch, ct), ct);
            committing = null;
            return false;
        }

        Begin(next, ct);
        cache.Committed(before.Prepared.Number, before.Prepared.Touched);
        await LeaveCommitAsync();
        return true;
    }

    // What follows Durable runs inside the commit that has ended, before its callers are answered. This continues on the thread pool, so
    // that they are answered now.
    private static async Task LeaveCommitAsync() => await Task.Yield();

    private void Begin(PreparedBatch? next, CancellationToken ct) =>
        committing = next is null ? null : CommittingBatch.Start(next, committer, ct);

    // Decides and commits one batch while no other is in progress, so that any failure is this batch's own.
    private async Task DecideAndCommitAsync(IReadOnlyList<Work> batch, CancellationToken ct)
    {
        while (true)
        {
            var number = cache.Batch;
            try
            {
                if (batch[0] is LoneWork change) await ChangeAsync(change, ct);
                else await CommitAsync(await PrepareAsync(batch, isAgain: true, ct), ct);
                return;
            }
            catch (StreamConflictException conflict)
            {
                // Another writer committed first, or a command came again: the batch is decided again with what is stored.
                telemetry.Retrying(RetryReasons.Conflict);
                cache.ForgetSince(number);
                await programs.ReloadAsync(conflict.Streams, ct);
            }
            catch (Exception outage) when (DatabaseFaults.IsOutage(outage))
            {
                cache.ForgetSince(number);
                throw;
            }
            catch (Exception bug) when (bug is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                // An error of the service: the work that caused it fails, all other work goes on.
                cache.ForgetSince(number);
                telemetry.Retrying(RetryReasons.Fault);
                LogBug(logger, batch.Count, bug);
                if (batch.Count == 1)
                {
                    batch[0].Completion.TrySetException(bug);
                    return;
                }

                foreach (var work in batch.Where(work => !work.Completion.Task.IsCompleted)) await DecideAndCommitAsync([work], ct);
                return;
            }
        }
    }

    private async Task<PreparedBatch> PrepareAsync(IReadOnlyList<Work> batch, bool isAgain, CancellationToken ct)
    {
        var trace = telemetry.Begin(batch);
        try
        {
            await programs.FindNewAsync(batch.Select(work => work.Program), ct);
            var recordedAt = Now();
            var loaded = await loader.LoadAsync(batch, isAgain, ct);
            trace.Passed(Stages.Load);
            var decided = await new Decider(cache, programs, evaluations, loader, recordedAt).DecideAsync(loaded, ct);
            var prepared = await committer.PrepareAsync(batch, decided, trace, ct);
            trace.Passed(Stages.Decide);
            return prepared;
        }
        catch (Exception failure)
        {
            trace.Failed(failure);
            throw;
        }
    }

    private async Task CommitAsync(PreparedBatch prepared, CancellationToken ct)
    {
        committer.Answer(prepared, await committer.CommitAsync(prepared, ct));
        cache.Committed(prepared.Number, prepared.Touched);
    }

    private async Task ChangeAsync(LoneWork work, CancellationToken ct) =>
        work.Completion.TrySetResult(new Done(await loneChanges.CarryOutAsync(work, ct), Head));

    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    // Repeats an action until an outage of the database is over. Nothing is acknowledged meanwhile, and the order is kept.
    private async Task UntilItWorksAsync(Func<Task> action, CancellationToken ct) => await outages.ExecuteAsync(
        async _ =>
        {
            try
            {
                await action();
            }
            catch (Exception failure) when (DatabaseFaults.IsOutage(failure))
            {
                telemetry.Retrying(RetryReasons.Outage);
                throw;
            }
        },
        ct);

    [LoggerMessage(Level = LogLevel.Information, Message = "A batch of {Count} is decided again once the batch before it is settled.")]
    private static partial void LogDecidedAgain(ILogger logger, int count, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} was not committed.")]
    private static partial void LogNotCommitted(ILogger logger, int count, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of {Count} could not be decided.")]
    private static partial void LogBug(ILogger logger, int count, Exception failure);
}
