using Ledger.EventLog;
using Ledger.Projections.Host.Schema;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ledger.Projections.Host.Tailing;

/// <summary>
/// Builds a new generation while the live one is kept up to date. When the new one has caught up, the active tailer switches to it between
/// two of its own steps, so queries never see an older position than before.
/// </summary>
internal sealed partial class Rebuild(
    EventStore store, LogTail log, NpgsqlDataSource target, RebuildStore status, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private long lookedAt = long.MinValue;
    private Task<Generation>? building;

    /// <summary>Completes when <see cref="TurnAsync"/> has something to do; null while nothing is being built.</summary>
    public Task? Ready => building;

    /// <summary>
    /// Called between two steps of the live tailer. Returns the generation that replaces the live one, if it is ready; else null.
    /// </summary>
    public async Task<Generation?> TurnAsync(Generation live, bool asked, CancellationToken ct)
    {
        if (building is null)
        {
            if (!asked && lookedAt != long.MinValue && time.GetElapsedTime(lookedAt) < LookEvery) return null;
            lookedAt = time.GetTimestamp();
            var (wanted, begun) = await status.WantedAsync(ct);
            if (wanted) building = Task.Run(() => BuildAsync(begun, stop.Token), ct);
            return null;
        }

        if (!building.IsCompleted) return null;
        var built = building;
        building = null;
        try
        {
            var next = await built;
            while (next.Position < live.Position) await next.StepAsync(ct);
            return next;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            RebuildFailed(fault);
            await status.FailedAsync(ct);
            return null;
        }
    }

    private async Task<Generation> BuildAsync(int? begun, CancellationToken ct)
    {
        await using var connection = await target.OpenConnectionAsync(ct);
        var number = begun ?? await ProjectionSchema.CreateForRebuildAsync(connection, ct);
        var next = await Generation.OpenAsync(log, target, number, ct);
        try
        {
            await CatchUpAsync(next, ct);
            await next.IndexAsync(ct);
            await CatchUpAsync(next, ct);
            return next;
        }
        catch
        {
            await next.DisposeAsync();
            throw;
        }
    }

    private async Task CatchUpAsync(Generation next, CancellationToken ct)
    {
        var begun = time.GetTimestamp();
        var from = next.Position;
        TailStep step;
        do
        {
            step = await next.StepAsync(ct);
            var head = await store.ReadHeadAsync(ct);
            var rate = (next.Position - from) / Math.Max(time.GetElapsedTime(begun).TotalSeconds, 0.001);
            if (step.Count > 0) await status.ProgressAsync(next.Position, head.Position, rate, ct);
        }
        while (step.HasMore);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (building is not null)
        {
            await ((Task)building).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (building.IsCompletedSuccessfully) await (await building).DisposeAsync();
        }

        stop.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The rebuild of the projections failed; the live ones go on.")]
    private partial void RebuildFailed(Exception fault);
}
