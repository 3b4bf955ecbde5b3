using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Ledger.Client;

/// <summary>
/// How a request is sent again. Every request of the client may be sent twice without harm: facts have business keys, commands their keys.
/// </summary>
internal static class Resending
{
    /// <summary>Of a request: how long one attempt may take, where that is longer than for others.</summary>
    public static readonly HttpRequestOptionsKey<TimeSpan> Attempt = new("ledger.attempt");

    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    /// <summary>Adds it to the pipeline of a client.</summary>
    public static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, LedgerClientOptions options)
    {
        if (options.Patience > TimeSpan.Zero)
        {
            pipeline.AddTimeout(new HttpTimeoutStrategyOptions
            {
                Name = "patience",
                TimeoutGenerator = given => ValueTask.FromResult(options.Patience + AttemptOf(given.Context, options)),
            });
            pipeline.AddRetry(new HttpRetryStrategyOptions
            {
                Name = "again",
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = PauseMax,
                ShouldHandle = attempt => ValueTask.FromResult(MayPass(attempt.Outcome) && IsPatient(attempt.Context, options)),
            });
        }

        pipeline.AddTimeout(new HttpTimeoutStrategyOptions
        {
            Name = "attempt",
            TimeoutGenerator = given => ValueTask.FromResult(AttemptOf(given.Context, options)),
        });
    }

    private static readonly ResiliencePropertyKey<long> Begun = new("ledger.begun");

    private static TimeSpan AttemptOf(ResilienceContext context, LedgerClientOptions options) =>
        context.GetRequestMessage() is { } request && request.Options.TryGetValue(Attempt, out var own) && own > options.Attempt
            ? own
            : options.Attempt;

    private static bool MayPass(Outcome<HttpResponseMessage> outcome) =>
        HttpClientResiliencePredicates.IsTransient(outcome) || outcome.Result?.StatusCode == HttpStatusCode.TooManyRequests;

    private static bool IsPatient(ResilienceContext context, LedgerClientOptions options)
    {
        var time = TimeProvider.System;
        if (!context.Properties.TryGetValue(Begun, out var begun)) context.Properties.Set(Begun, begun = time.GetTimestamp());
        return time.GetElapsedTime(begun) < options.Patience;
    }
}
