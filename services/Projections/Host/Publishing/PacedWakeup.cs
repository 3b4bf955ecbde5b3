using JasperFx.Events.Daemon.HighWater;

namespace Ledger.Projections.Host.Publishing;

/// <summary>
/// Wakes the daemon after an append, but not more often than every <paramref name="pause"/>: each look of the daemon is some queries and a
/// commit, which under load would be as many as the writer's own.
/// </summary>
internal sealed class PacedWakeup(IDaemonWakeup inner, TimeSpan pause, TimeProvider time) : IDaemonWakeup
{
    /// <inheritdoc/>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken token)
    {
        await inner.WaitAsync(timeout, token);
        await Task.Delay(pause, time, token);
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
