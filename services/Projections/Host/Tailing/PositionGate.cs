namespace Ledger.Projections.Host.Tailing;

/// <summary>
/// Where the views stand, and who waits for them. The process with the active tailer is told of every move; others look for themselves
/// for as long as someone waits.
/// </summary>
public sealed class PositionGate(TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(25);

    private readonly Lock gate = new();
    private TaskCompletionSource moved = New();
    private TaskCompletionSource arrived = New();
    private int waiting;

    /// <summary>The last position this process heard of.</summary>
    public long Position { get; private set; }

    /// <summary>Someone waits for a position.</summary>
    internal bool HasWaiters => Volatile.Read(ref waiting) > 0;

    /// <summary>Done when the next caller begins to wait.</summary>
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

    /// <summary>Counts the caller as waiting until disposed: the tailer hurries.</summary>
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

    /// <summary>Waits for a move; false when this process was not told of one for a while, and should look for itself.</summary>
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
