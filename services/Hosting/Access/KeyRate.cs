using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting.Access;

/// <summary>How many requests a second a key may make that has no rate of its own.</summary>
/// <param name="Default">Above 0; null: any number.</param>
public sealed record KeyRates(int? Default);

/// <summary>
/// The rate of one key in this process: a token bucket that holds the requests of one second and is filled as time passes, so there is no
/// timer. A key without a rate has none of these.
/// </summary>
internal sealed class KeyRate : IDisposable
{
    private readonly TokenBucketRateLimiter bucket;

    private KeyRate(int perSecond)
    {
        PerSecond = perSecond;
        bucket = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
            AutoReplenishment = false,
        });
    }

    /// <summary>Requests a second.</summary>
    public int PerSecond { get; }

    /// <summary>The rate of a key; null where it has none.</summary>
    public static KeyRate? Of(int? perSecond) => perSecond is { } rate ? new KeyRate(rate) : null;

    /// <summary>The answer to a request that is one too many; null when all is well.</summary>
    public static IResult? RefusalOf(HttpContext context)
    {
        if (context.User.Identity is not CallerIdentity { Rate: { } rate } || rate.Takes()) return null;
        return Problem.Of(
            StatusCodes.Status429TooManyRequests, "rate_limited",
            "The caller makes more requests than its rate allows; send it again in a second.");
    }

    public void Dispose() => bucket.Dispose();

    private bool Takes()
    {
        bucket.TryReplenish();
        using var lease = bucket.AttemptAcquire();
        return lease.IsAcquired;
    }
}
