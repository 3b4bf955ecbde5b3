namespace Ledger.Client;

/// <summary>How long to wait before a request is sent again.</summary>
/// <param name="patience">How long a request is sent again, counted from its first failure.</param>
internal sealed class Pauses(TimeSpan patience)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>The pause before another attempt; null when <paramref name="spent"/> has reached the patience.</summary>
    /// <param name="attempts">Attempts made so far, at least 1.</param>
    /// <param name="spent">Time since the first failure.</param>
    /// <param name="asked">The pause that the service asked for with Retry-After; null: none.</param>
    public TimeSpan? After(int attempts, TimeSpan spent, TimeSpan? asked)
    {
        var left = patience - spent;
        if (left <= TimeSpan.Zero) return null;
        var pause = asked ?? Min(First * Math.Pow(2, Math.Min(attempts - 1, 10)), Longest);
        return Min(pause, left);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
