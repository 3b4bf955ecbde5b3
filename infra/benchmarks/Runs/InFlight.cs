using System.Collections.Concurrent;
using System.Diagnostics;
using Ledger.Bench.Measuring;

namespace Ledger.Bench.Runs;

/// <summary>Limits the messages that were sent and have not arrived, so that latencies do not measure an ever longer queue.</summary>
internal sealed class InFlight(int window, int expected) : IDisposable
{
    private readonly SemaphoreSlim room = new(window);
    private readonly ConcurrentDictionary<Guid, long> sent = [];
    private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int left = expected;

    public Latencies Latencies { get; } = new();

    /// <summary>Completes when everything has arrived.</summary>
    public Task All => all.Task;

    /// <summary>Waits until another message may be sent; returns the id to send it with.</summary>
    public async Task<Guid> EnterAsync()
    {
        await room.WaitAsync();
        var id = Guid.NewGuid();
        sent[id] = Stopwatch.GetTimestamp();
        return id;
    }

    public void Dispose() => room.Dispose();

    public void Arrived(Guid id)
    {
        // A message that the broker delivers twice counts once.
        if (!sent.TryRemove(id, out var timestamp)) return;
        Latencies.AddSince(timestamp);
        room.Release();
        if (Interlocked.Decrement(ref left) == 0) all.TrySetResult();
    }
}
