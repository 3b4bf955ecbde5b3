using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Ledger.Host.Writing;

/// <summary>What waits for the writer, in the order it came. Many may add, one takes.</summary>
internal sealed class WorkQueue(int waitingMax)
{
    private readonly Channel<Work> channel = Channel.CreateBounded<Work>(
        new BoundedChannelOptions(waitingMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private Enough? enough;

    public int Count => channel.Reader.Count;

    public bool IsFull => Count >= waitingMax;

    /// <summary>Adds work, when there is room.</summary>
    public async ValueTask AddAsync(Work work, CancellationToken ct)
    {
        await channel.Writer.WriteAsync(work, ct);
        if (Volatile.Read(ref enough) is { } wanted && Count >= wanted.Count) wanted.IsThere.TrySetResult();
    }

    public bool TryTake([NotNullWhen(true)] out Work? work) => channel.Reader.TryRead(out work);

    /// <summary>Waits until something waits; false when nothing will.</summary>
    public ValueTask<bool> IsThereAsync(CancellationToken ct) => channel.Reader.WaitToReadAsync(ct);

    /// <summary>Waits until as much waits, or until something else has ended, however it did.</summary>
    public async Task UntilAsync(int count, Task orEnded, CancellationToken ct)
    {
        var wanted = new Enough(count);
        Volatile.Write(ref enough, wanted);
        // What came before it was asked for says nothing.
        if (Count < count) await Task.WhenAny(orEnded, wanted.IsThere.Task).WaitAsync(ct);
        Volatile.Write(ref enough, null);
    }

    /// <summary>Takes no more.</summary>
    public void Close() => channel.Writer.TryComplete();

    private sealed record Enough(int Count)
    {
        public TaskCompletionSource IsThere { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
