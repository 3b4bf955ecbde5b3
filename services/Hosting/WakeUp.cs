using System.Threading.Channels;

namespace Ledger.Hosting;

/// <summary>
/// Wakes a loop that works at intervals before its time. Calls while it works are remembered as one: it then begins its next round at once.
/// </summary>
public sealed class WakeUp(TimeProvider time)
{
    private readonly Channel<bool> calls =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Has the loop begin its next round now.</summary>
    public void Call() => calls.Writer.TryWrite(true);

    /// <summary>Returns at the next call, or when the interval is over.</summary>
    public async Task WaitAsync(TimeSpan interval, CancellationToken ct)
    {
        await using var timer = time.CreateTimer(_ => Call(), null, interval, Timeout.InfiniteTimeSpan);
        await calls.Reader.ReadAsync(ct);
    }
}
