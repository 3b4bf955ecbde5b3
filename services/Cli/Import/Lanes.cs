using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Ledger.Cli.Import;

/// <summary>
/// Sends facts over several lanes at once. An account always has the same lane, and a lane sends its next chunk only after
/// the answer to the one before, so an account's facts arrive in their order whatever is sent again in between.
/// </summary>
internal sealed class Lanes(IDoor door, int count)
{
    // Chunks that may wait in a lane: enough to keep it busy, few enough to bound the memory.
    private const int WaitingMax = 2;

    private readonly ConcurrentBag<Chunk> spare = [];

    /// <summary>Sends all facts and returns when each chunk is answered; the first failure ends it.</summary>
    public async Task SendAsync(IFactFeed feed, CancellationToken cancellation)
    {
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var lanes = Open(count, failure);
        try
        {
            while (feed.MoveNext())
            {
                if (feed.Account == IFactFeed.UnknownAccount && lanes.Length > 1)
                {
                    // Whose fact this is cannot be seen, so from here on all facts go one after the other.
                    await FinishAsync(lanes, failure.Token);
                    lanes = Open(1, failure);
                }

                var lane = lanes[Math.Max(feed.Account, 0) % lanes.Length];
                lane.Open ??= Take();
                lane.Open.Add(feed);
                if (lane.Open.IsFull) await lane.PassOnAsync(failure.Token);
            }

            await FinishAsync(lanes, failure.Token);
        }
        catch (Exception first) when (first is OperationCanceledException or ChannelClosedException)
        {
            // A lane failed, and that ended the others: what it said is the reason.
            foreach (var lane in lanes) lane.Chunks.Writer.TryComplete();
            await FirstFailureAsync(lanes);
            throw;
        }
    }

    private static async Task FinishAsync(Lane[] lanes, CancellationToken cancellation)
    {
        foreach (var lane in lanes)
        {
            if (lane.Open is { Count: > 0 }) await lane.PassOnAsync(cancellation);
            lane.Chunks.Writer.Complete();
        }

        await FirstFailureAsync(lanes);
    }

    private static async Task FirstFailureAsync(Lane[] lanes)
    {
        await Task.WhenAll(lanes.Select(lane => lane.Sending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var failed = lanes.FirstOrDefault(lane => lane.Sending.IsFaulted) ?? lanes.FirstOrDefault(lane => lane.Sending.IsCanceled);
        if (failed is not null) await failed.Sending;
    }

    private Lane[] Open(int lanes, CancellationTokenSource failure)
    {
        var opened = new Lane[lanes];
        for (var i = 0; i < lanes; i++)
        {
            var lane = new Lane();
            lane.Sending = Task.Run(() => SendAllAsync(lane, failure), CancellationToken.None);
            opened[i] = lane;
        }

        return opened;
    }

    private async Task SendAllAsync(Lane lane, CancellationTokenSource failure)
    {
        try
        {
            await foreach (var chunk in lane.Chunks.Reader.ReadAllAsync(failure.Token))
            {
                await door.SendAsync(chunk, failure.Token);
                chunk.Clear();
                spare.Add(chunk);
            }
        }
        catch
        {
            await failure.CancelAsync();
            throw;
        }
    }

    private Chunk Take() => spare.TryTake(out var chunk) ? chunk : new Chunk(door.Limits);

    private sealed class Lane
    {
        public Channel<Chunk> Chunks { get; } = Channel.CreateBounded<Chunk>(new BoundedChannelOptions(WaitingMax) { SingleReader = true, SingleWriter = true });

        public Task Sending { get; set; } = Task.CompletedTask;

        /// <summary>The chunk that is being filled.</summary>
        public Chunk? Open { get; set; }

        public async Task PassOnAsync(CancellationToken cancellation)
        {
            await Chunks.Writer.WriteAsync(Open!, cancellation);
            Open = null;
        }
    }
}
