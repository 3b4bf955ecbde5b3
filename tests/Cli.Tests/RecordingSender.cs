using System.Collections.Concurrent;
using System.Text;
using Ledger.Cli.Import;

namespace Ledger.Cli.Tests;

/// <summary>A sink for facts that records what is sent, and can be delayed by a test.</summary>
internal sealed class RecordingSender(ChunkLimits limits, Func<string[], Task>? before = null) : IFactSender
{
    private int underWay;

    public ConcurrentQueue<string> Facts { get; } = new();

    /// <summary>The most chunks that were in progress at once.</summary>
    public int UnderWayMax { get; private set; }

    public ChunkLimits Limits => limits;

    public async Task SendAsync(Chunk chunk, CancellationToken cancellation)
    {
        var facts = Enumerable.Range(0, chunk.Count).Select(index => Encoding.UTF8.GetString(chunk.Fact(index).Span)).ToArray();
        UnderWayMax = Math.Max(UnderWayMax, Interlocked.Increment(ref underWay));
        if (before is not null) await before(facts);
        foreach (var fact in facts) Facts.Enqueue(fact);
        Interlocked.Decrement(ref underWay);
    }

    public Task<bool> SettleAsync(CancellationToken cancellation) => Task.FromResult(true);
}
