using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting.Access;

/// <summary>The rate limit of keys without a rate of their own.</summary>
/// <param name="Default">Requests per second, above 0; null: no limit.</param>
public sealed record KeyRates(int? Default);

/// <summary>
/// The rate limiter of one key in this process: a token bucket with the requests of one second. The bucket is refilled by the time elapsed
/// at each request, so no timer is needed. A key without a limit has no limiter.
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

    /// <summary>The most requests per second.</summary>
    public int PerSecond { get; }

    /// <summary>Makes the limiter of a key; null for a key without a limit.</summary>
    public static KeyRate? Of(int? perSecond) => perSecond is { } rate ? new KeyRate(rate) : null;

    /// <summary>The answer to a request beyond the limit; null when the request is within it.</summary>
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
