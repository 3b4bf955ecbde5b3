using System.Net;

namespace Ledger.Cli.Service;

/// <summary>How long to keep asking a service that is busy, starting or gone, and how long to wait in between.</summary>
internal sealed record Patience(TimeSpan Total)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public static readonly Patience Default = new(TimeSpan.FromSeconds(120));

    /// <summary>Whether the same request may well succeed later.</summary>
    public static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError;

    /// <summary>The pause before another attempt; null when patience is over.</summary>
    /// <param name="attempts">Attempts made so far, at least 1.</param>
    /// <param name="spent">Time since the first failure.</param>
    /// <param name="asked">What the service asked for with Retry-After.</param>
    public TimeSpan? PauseAfter(int attempts, TimeSpan spent, TimeSpan? asked)
    {
        var left = Total - spent;
        if (left <= TimeSpan.Zero) return null;
        var pause = asked ?? FirstPause * Math.Pow(2, Math.Min(attempts - 1, 10));
        return Min(Min(pause, asked is null ? LongestPause : Total), left);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
