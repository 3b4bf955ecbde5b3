using Ledger.EventLog;
using Ledger.Hosting;
using Ledger.Hosting.Telemetry;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Schema;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ledger.Projections.Host.Tailing;

/// <summary>
/// Keeps the views up to date with the log while this process holds the lease, and stands by while another holds it. Any fault ends the
/// turn, with nothing half written; the next turn starts from the checkpoint.
/// </summary>
internal sealed partial class Tailer(
    EventStore store, LogTail log, NpgsqlDataSource target, PositionGate gate, AccountAnswers answers, RebuildStore rebuilds,
    TimeProvider time, ILogger<Tailer> logger) : BackgroundService
{
    private static readonly TimeSpan StandBy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The least time between writes under load, so that each write has more events and the cost per event is lower. It does not apply
    /// while a caller waits for a position, or to the first event after a pause.
    /// </summary>
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMilliseconds(40);

    private readonly SemaphoreSlim asked = new(0, 1);

    /// <summary>Whether this process holds the lease.</summary>
    public bool IsActive { get; private set; }

    /// <summary>The fault that ended the last turn; null again once the next turn works.</summary>
    public string? Fault { get; private set; }

    /// <summary>Makes the tailer look for a requested rebuild now, and not only at the next poll.</summary>
    public void LookForRebuild()
    {
        if (asked.CurrentCount == 0) asked.Release();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TurnAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                Fault = fault.Message;
                TurnFailed(fault);
            }

            IsActive = false;
            await Task.Delay(StandBy, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TurnAsync(CancellationToken ct)
    {
        await using var lease = await Lease.TryTakeAsync(target, ProjectionSchema.Lease, ct);
        if (lease is null)
        {
            Fault = null;
            return;
        }

        await ProjectionSchema.CreateControlAsync(lease.Connection, ct);
        var live = await Generation.OpenAsync(log, target, await LiveAsync(lease, ct), ct);
        try
        {
            await using var rebuild = new Rebuild(store, log, target, rebuilds, time, logger);
            var housekeeping = new Housekeeping(time);
            IsActive = true;
            var isIndexed = false;
            while (true)
            {
                var (begun, begunAt, before) = (time.GetTimestamp(), time.GetUtcNow(), live.Position);
                var step = await live.StepAsync(ct, answers.Writing);
                answers.Written(live.Position);
                gate.Reached(live.Position);
                (await BatchTraces.ReadAsync(store.DataSource, before, live.Position, ct)).Processed(TelemetryNames.Spans.Views, begunAt);
                Fault = null;
                if (!step.HasMore && !isIndexed)
                {
                    await live.IndexAsync(ct);
                    isIndexed = true;
                }

                if (await rebuild.TurnAsync(live, asked.Wait(0, ct), ct) is { } next)
                {
                    answers.Stop();
                    await live.DisposeAsync();
                    live = next;
                    await ProjectionSchema.SwitchAsync(lease.Connection, live.Number, ct);
                    housekeeping.Ask();
                }
                else if (step.Count == 0)
                {
                    await housekeeping.RunAsync(lease.Connection, ct);
                    await IdleAsync(live, rebuild, lease, ct);
                }
                else if (!step.HasMore)
                {
                    await PaceAsync(WriteEvery - time.GetElapsedTime(begun), ct);
                }
            }
        }
        finally
        {
            answers.Stop();
            await live.DisposeAsync();
        }
    }

    private static async Task<int> LiveAsync(Lease lease, CancellationToken ct) =>
        await ProjectionSchema.LiveAsync(lease.Connection, ct) ?? await ProjectionSchema.CreateLiveAsync(lease.Connection, ct);

    private async Task IdleAsync(Generation live, Rebuild rebuild, Lease lease, CancellationToken ct)
    {
        var append = store.WaitForAppendAsync(live.Position, IdleMax, ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ask = asked.WaitAsync(stop.Token);
        await (rebuild.Ready is { } ready ? Task.WhenAny(append, ask, ready) : Task.WhenAny(append, ask));
        await stop.CancelAsync();
        // The wait took the signal; it is released again for the turn that looks for the rebuild.
        if (ask.IsCompletedSuccessfully) asked.Release();
        if (append.IsCompleted) await append;

        // The query throws when the lease's session is gone. Another live generation means that somebody replaced the tables.
        if (await ProjectionSchema.LiveAsync(lease.Connection, ct) != live.Number) throw new LeaseLostException(live.Name);
    }

    private async Task PaceAsync(TimeSpan left, CancellationToken ct)
    {
        var arrived = gate.Arrived;
        if (left <= TimeSpan.Zero || gate.HasWaiters) return;
        await Task.WhenAny(Task.Delay(left, time, ct), arrived);
        ct.ThrowIfCancellationRequested();
    }

    public override void Dispose()
    {
        asked.Dispose();
        base.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The projections stopped and begin again at their checkpoint.")]
    private partial void TurnFailed(Exception fault);
}
