using JasperFx.Events.Daemon.HighWater;

namespace Ledger.Projections.Host.Publishing;

/// <summary>
/// Wakes the daemon after an append, but at least <paramref name="pause"/> after the last time: each round of the daemon takes some queries
/// and two commits, and under load a round per append would double the writer's commits.
/// </summary>
/// <remarks>Not thread-safe: the daemon waits in one task at a time.</remarks>
internal sealed class PacedWakeup(IDaemonWakeup inner, TimeSpan pause, TimeProvider time) : IDaemonWakeup
{
    private long? lastLook;

    /// <inheritdoc/>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken token)
    {
        await inner.WaitAsync(timeout, token);
        var left = lastLook is { } last ? pause - time.GetElapsedTime(last) : TimeSpan.Zero;
        if (left > TimeSpan.Zero) await Task.Delay(left, time, token);
        lastLook = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
