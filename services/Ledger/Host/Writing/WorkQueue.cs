using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Ledger.Host.Writing;

/// <summary>The bounded queue of work for the writer, first in, first out. Many threads may add; one takes.</summary>
internal sealed class WorkQueue(int waitingMax)
{
    private readonly Channel<Work> channel = Channel.CreateBounded<Work>(
        new BoundedChannelOptions(waitingMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private Enough? enough;

    public int Count => channel.Reader.Count;

    public bool IsFull => Count >= waitingMax;

    /// <summary>Adds work; waits while the queue is full.</summary>
    public async ValueTask AddAsync(Work work, CancellationToken ct)
    {
        await channel.Writer.WriteAsync(work, ct);
        if (Volatile.Read(ref enough) is { } wanted && Count >= wanted.Count) wanted.IsThere.TrySetResult();
    }

    public bool TryTake([NotNullWhen(true)] out Work? work) => channel.Reader.TryRead(out work);

    /// <summary>Waits until there is work; false once the queue is closed and empty.</summary>
    public ValueTask<bool> IsThereAsync(CancellationToken ct) => channel.Reader.WaitToReadAsync(ct);

    /// <summary>Waits until <paramref name="count"/> items wait, or another task has ended, whether it succeeded or failed.</summary>
    public async Task UntilAsync(int count, Task orEnded, CancellationToken ct)
    {
        var wanted = new Enough(count);
        Volatile.Write(ref enough, wanted);
        // Items added before the field was set do not complete the task, so the count is checked once more.
        if (Count < count) await Task.WhenAny(orEnded, wanted.IsThere.Task).WaitAsync(ct);
        Volatile.Write(ref enough, null);
    }

    /// <summary>Closes the queue: no more work can be added.</summary>
    public void Close() => channel.Writer.TryComplete();

    private sealed record Enough(int Count)
    {
        public TaskCompletionSource IsThere { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
