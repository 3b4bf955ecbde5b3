using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Ledger.Cli.Import;

/// <summary>
/// Sends facts over several parallel lanes. An account always has the same lane, and a lane sends its next chunk only after the answer to
/// the previous one, so an account's facts arrive in order whatever is sent again. A fact that concerns every account arrives after all
/// facts before it and before all facts after it. With one lane all facts arrive in order.
/// </summary>
/// <param name="clock">Set when the program's clock follows the facts. The number of lanes must be 1 then, because all facts must arrive in
/// order.</param>
internal sealed class Lanes(IFactSender sender, int count, ClockFollower? clock = null)
{
    // The most chunks that wait in a lane: enough to keep it busy, few enough to bound the memory.
    private const int WaitingMax = 2;

    private readonly ConcurrentBag<Chunk> spare = [];

    /// <summary>Sends all facts and returns when each chunk is answered; the first failure ends it.</summary>
    /// <returns>False when facts have to be sent again from the first (<see cref="IFactSender.SettleAsync"/>).</returns>
    public async Task<bool> SendAsync(IFactFeed feed, CancellationToken cancellation)
    {
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var lanes = Open(count, failure);
        try
        {
            while (feed.MoveNext())
            {
                if (clock?.ComingBefore(feed.Date) is { Count: > 0 } times)
                {
                    await FinishAsync(lanes, failure.Token);
                    if (!await FollowAsync(clock, times, failure.Token)) return false;
                    lanes = Open(lanes.Length, failure);
                }

                lanes = await PassAsync(feed, lanes, failure);
            }

            await FinishAsync(lanes, failure.Token);
            return true;
        }
        catch (Exception first) when (first is OperationCanceledException or ChannelClosedException)
        {
            // A lane failed, which cancelled the others: its exception is the reason.
            foreach (var lane in lanes) lane.Chunks.Writer.TryComplete();
            await FirstFailureAsync(lanes);
            throw;
        }
        catch
        {
            await failure.CancelAsync();
            throw;
        }
    }

    // Everything sent before is decided before the clock is advanced.
    private async Task<bool> FollowAsync(ClockFollower follower, IReadOnlyList<DateTimeOffset> times, CancellationToken cancellation)
    {
        if (!await sender.SettleAsync(cancellation)) return false;
        foreach (var time in times) await follower.AdvanceAsync(time, cancellation);
        return true;
    }

    // Puts the current fact into its lane; returns the lanes to use from then on.
    private async Task<Lane[]> PassAsync(IFactFeed feed, Lane[] lanes, CancellationTokenSource failure)
    {
        var account = feed.Account;
        if (account < 0 && lanes.Length > 1)
        {
            await FinishAsync(lanes, failure.Token);
            // The fact's account is unknown, so from here on all facts are sent in order, in one lane.
            lanes = Open(account == IFactFeed.UnknownAccount ? 1 : lanes.Length, failure);
        }

        var lane = lanes[Math.Max(account, 0) % lanes.Length];
        lane.Open ??= Take();
        lane.Open.Add(feed);
        if (account == IFactFeed.EveryAccount && lanes.Length > 1)
        {
            await FinishAsync(lanes, failure.Token);
            return Open(lanes.Length, failure);
        }

        if (lane.Open.IsFull) await lane.PassOnAsync(failure.Token);
        return lanes;
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
                await sender.SendAsync(chunk, failure.Token);
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

    private Chunk Take() => spare.TryTake(out var chunk) ? chunk : new Chunk(sender.Limits);

    private sealed class Lane
    {
        public Channel<Chunk> Chunks { get; } =
            Channel.CreateBounded<Chunk>(new BoundedChannelOptions(WaitingMax) { SingleReader = true, SingleWriter = true });

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
