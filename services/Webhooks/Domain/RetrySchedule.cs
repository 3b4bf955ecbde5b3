namespace Ledger.Webhooks.Domain;

/// <summary>
/// When a delivery is tried again: pauses that double from the first to the longest, each made up to a fifth shorter or longer by chance,
/// so that receivers that failed together are not tried together. It ends when the event has been failing for too long.
/// </summary>
/// <param name="First">The pause after the first attempt.</param>
/// <param name="Longest">No pause is longer, but for the chance.</param>
/// <param name="GiveUpAfter">From the first attempt on.</param>
public sealed record RetrySchedule(TimeSpan First, TimeSpan Longest, TimeSpan GiveUpAfter)
{
    private const double Spread = 0.2;

    /// <summary>5 seconds, at most an hour, for 72 hours.</summary>
    public static RetrySchedule Default { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromHours(1), TimeSpan.FromHours(72));

    /// <summary>When the next attempt is; null: there is none.</summary>
    /// <param name="attempts">How often the event was tried, from 1.</param>
    /// <param name="since">When it was tried first.</param>
    /// <param name="now">When the last attempt failed.</param>
    /// <param name="chance">From 0 to 1.</param>
    /// <param name="asked">How long the receiver asked to be left alone (<c>Retry-After</c>), which counts up to the longest pause.</param>
    public DateTimeOffset? Next(int attempts, DateTimeOffset since, DateTimeOffset now, double chance, TimeSpan? asked = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        if (now - since >= GiveUpAfter) return null;
        // As floating point, because the power leaves the range of ticks soon.
        var pause = Math.Min(First.TotalSeconds * Math.Pow(2, attempts - 1), Longest.TotalSeconds);
        var spread = pause * (1 - Spread + (2 * Spread * Math.Clamp(chance, 0, 1)));
        var least = Math.Min(asked?.TotalSeconds ?? 0, Longest.TotalSeconds);
        return now + TimeSpan.FromSeconds(Math.Max(spread, least));
    }
}
