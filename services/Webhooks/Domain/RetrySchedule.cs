namespace Ledger.Webhooks.Domain;

/// <summary>
/// When a failed delivery is tried again. Pauses double from the first to the longest; each is changed at random by up to a fifth, so that
/// deliveries that failed together are not retried together. Attempts end when the event has been failing for too long.
/// </summary>
/// <param name="First">The pause after the first attempt.</param>
/// <param name="Longest">The longest pause, before the random change.</param>
/// <param name="GiveUpAfter">How long after the first attempt the last one may be.</param>
public sealed record RetrySchedule(TimeSpan First, TimeSpan Longest, TimeSpan GiveUpAfter)
{
    private const double Spread = 0.2;

    /// <summary>The default: a first pause of 5 seconds, a longest of one hour, an end after 72 hours.</summary>
    public static RetrySchedule Default { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromHours(1), TimeSpan.FromHours(72));

    /// <summary>The time of the next attempt; null: there is none.</summary>
    /// <param name="attempts">Number of attempts so far, from 1.</param>
    /// <param name="since">Time of the first attempt.</param>
    /// <param name="now">When the last attempt failed.</param>
    /// <param name="chance">A random number from 0 to 1.</param>
    /// <param name="asked">The pause for which the receiver asked (<c>Retry-After</c>); it is honoured up to the longest pause.</param>
    public DateTimeOffset? Next(int attempts, DateTimeOffset since, DateTimeOffset now, double chance, TimeSpan? asked = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        if (now - since >= GiveUpAfter) return null;
        // Floating point, because the power soon exceeds the range of ticks.
        var pause = Math.Min(First.TotalSeconds * Math.Pow(2, attempts - 1), Longest.TotalSeconds);
        var spread = pause * (1 - Spread + (2 * Spread * Math.Clamp(chance, 0, 1)));
        var least = Math.Min(asked?.TotalSeconds ?? 0, Longest.TotalSeconds);
        return now + TimeSpan.FromSeconds(Math.Max(spread, least));
    }
}
