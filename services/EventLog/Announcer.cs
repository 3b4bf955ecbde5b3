namespace Ledger.EventLog;

/// <summary>
/// Announces this process's appends to other processes in the background: the first one at once, later ones at most once in
/// <see cref="Interval"/>. One announcement serves all appends before it, because it names the head of the log.
/// </summary>
/// <param name="announce">Announces the head, in a transaction of its own.</param>
internal sealed class Announcer(Func<Task> announce)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    // Completed when the next announcement has been tried; null when none is requested.
    private TaskCompletionSource? next;
    private bool isRunning;

    /// <summary>Requests an announcement of all appends that were committed before the call.</summary>
    /// <returns>Completes when the announcement has been tried. A failure is not reported; it is tried again after a second.</returns>
    public Task AnnounceAsync()
    {
        lock (gate)
        {
            next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (isRunning) return next.Task;
            isRunning = true;
            // An announcement is not part of a request's trace, because it may serve many requests.
            using (ExecutionContext.SuppressFlow()) _ = Task.Run(RunAsync);
            return next.Task;
        }
    }

    private async Task RunAsync()
    {
        while (Next() is { } announcement)
        {
            var pause = await TryAsync();
            announcement.SetResult();
            await Task.Delay(pause);
        }
    }

    private TaskCompletionSource? Next()
    {
        lock (gate)
        {
            var announcement = next;
            isRunning = announcement is not null;
            next = null;
            return announcement;
        }
    }

    // Returns the time until the next announcement.
    private async Task<TimeSpan> TryAsync()
    {
        try
        {
            await announce();
            return Interval;
        }
        catch (ObjectDisposedException)
        {
            // The connection pool has been closed, so no further announcement can succeed.
            return Interval;
        }
#pragma warning disable CA1031 // After any failure the announcement has to be repeated.
        catch
#pragma warning restore CA1031
        {
            _ = AnnounceAsync();
            return RetryAfter;
        }
    }
}
