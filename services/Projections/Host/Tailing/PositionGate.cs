namespace Ledger.Projections.Host;

/// <summary>
/// Where the views stand, and who waits for them. In the process with the active tailer it is told; elsewhere it asks the database
/// for as long as someone waits.
/// </summary>
public sealed class PositionGate(TimeProvider time)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(25);

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

    /// <summary>True once the views have a position; false when the time is over first.</summary>
    /// <param name="ask">Reads the checkpoint, for processes that are not told.</param>
    internal async Task<bool> WaitAsync(long position, TimeSpan timeout, Func<CancellationToken, Task<long>> ask, CancellationToken ct)
    {
        var begun = time.GetTimestamp();
        Enter();
        try
        {
            while (true)
            {
                Task move;
                lock (gate)
                {
                    if (Position >= position) return true;
                    move = moved.Task;
                }

                if (time.GetElapsedTime(begun) >= timeout) return false;
                if (await Task.WhenAny(move, Task.Delay(AskEvery, time, ct)) == move) continue;
                ct.ThrowIfCancellationRequested();
                Reached(await ask(ct));
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    private void Enter()
    {
        Interlocked.Increment(ref waiting);
        TaskCompletionSource tell;
        lock (gate)
        {
            tell = arrived;
            arrived = New();
        }

        tell.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
