using JasperFx.Events.Daemon.HighWater;

namespace Ledger.Projections.Host.Publishing;

/// <summary>
/// Wakes the daemon after an append: at once when it last looked longer ago than <paramref name="pause"/>, else when that has passed. Each
/// look of the daemon is some queries and two commits, which under load would be as many as the writer's own.
/// </summary>
/// <remarks>The daemon waits with one task at a time.</remarks>
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
