namespace Ledger.Projections.Host.Tailing;

/// <summary>
/// The position of the views, and the callers that wait for one. In the process of the active tailer it is told of every advance; in other
/// processes the callers poll the database while they wait.
/// </summary>
public sealed class PositionGate(TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(25);

    private readonly Lock gate = new();
    private TaskCompletionSource moved = New();
    private TaskCompletionSource arrived = New();
    private int waiting;

    /// <summary>The last position of the views that this process knows.</summary>
    public long Position { get; private set; }

    /// <summary>Whether a caller waits for a position.</summary>
    internal bool HasWaiters => Volatile.Read(ref waiting) > 0;

    /// <summary>Completes when the next caller begins to wait.</summary>
    internal Task Arrived
    {
        get
        {
            lock (gate) return arrived.Task;
        }
    }

    internal void Reached(long position)
    {
        TaskCompletionSource wake;
        lock (gate)
        {
            if (position <= Position) return;
            Position = position;
            wake = moved;
            moved = New();
        }

        wake.SetResult();
    }

    /// <summary>Counts the caller as waiting until the result is disposed; meanwhile the tailer writes without pauses.</summary>
    internal Waiter Enter()
    {
        Interlocked.Increment(ref waiting);
        TaskCompletionSource tell;
        lock (gate)
        {
            tell = arrived;
            arrived = New();
        }

        tell.SetResult();
        return new Waiter(this);
    }

    /// <summary>
    /// Waits for the position to advance; false when this process was not told of an advance for a while, so that the caller should query
    /// the database.
    /// </summary>
    internal async Task<bool> MovedAsync(CancellationToken ct)
    {
        Task move;
        lock (gate) move = moved.Task;
        var isTold = await Task.WhenAny(move, Task.Delay(LookEvery, time, ct)) == move;
        ct.ThrowIfCancellationRequested();
        return isTold;
    }

    internal readonly struct Waiter(PositionGate gate) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref gate.waiting);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
