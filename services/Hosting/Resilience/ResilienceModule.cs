using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Ledger.Hosting.Resilience;

/// <summary>
/// The resilience pipelines that hosts share, each registered once under its name. Polly counts their attempts in metrics
/// (<c>resilience_polly_…</c>) and logs them.
/// </summary>
public static class ResilienceModule
{
    // With pauses of up to two seconds this takes most of a minute.
    private const int StartAttemptsMax = 32;

    /// <summary>Needs a TimeProvider. Calling it again changes nothing.</summary>
    public static IServiceCollection AddResilience(this IServiceCollection services)
    {
        // Failed attempts are warnings; below that level Polly logs a line for every query.
        services.AddLogging(logging => logging.AddFilter("Polly", LogLevel.Warning));
        services.AddResiliencePipeline(Pipelines.Database, (pipeline, context) =>
        {
            pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            pipeline.AddRetry(Outage(int.MaxValue));
        });
        services.AddResiliencePipeline(Pipelines.Start, (pipeline, context) =>
        {
            pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            pipeline.AddRetry(Outage(StartAttemptsMax));
        });
        return services;
    }

    private static RetryStrategyOptions Outage(int attemptsMax) => new()
    {
        Name = "outage",
        ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is { } failure && DatabaseFaults.IsOutage(failure)),
        MaxRetryAttempts = attemptsMax,
        BackoffType = DelayBackoffType.Exponential,
        Delay = TimeSpan.FromMilliseconds(50),
        MaxDelay = TimeSpan.FromSeconds(2),
    };
}
