using System.Threading.Channels;

namespace Ledger.Hosting;

/// <summary>
/// Wakes a periodic loop before its interval is over. Any number of calls while the loop works count as one, after which it begins the next
/// round at once.
/// </summary>
public sealed class WakeUp(TimeProvider time)
{
    private readonly Channel<bool> calls =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Makes the loop begin its next round now.</summary>
    public void Call() => calls.Writer.TryWrite(true);

    /// <summary>Returns at the next call of <see cref="Call"/>, or after the interval.</summary>
    public async Task WaitAsync(TimeSpan interval, CancellationToken ct)
    {
        await using var timer = time.CreateTimer(_ => Call(), null, interval, Timeout.InfiniteTimeSpan);
        await calls.Reader.ReadAsync(ct);
    }
}
