using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Ledger.Client;

/// <summary>
/// Sends requests again after temporary failures. Every request of the client is safe to repeat, because facts have business keys and
/// commands their Idempotency-Keys. So after a broken connection, a missing answer, 408, 429 or 5xx a request is sent again, after growing
/// pauses or as Retry-After says; any other answer is returned.
/// </summary>
internal static class Resending
{
    // The random part shortens a pause to no less than this share, so that clients that failed together do not retry together.
    private const double LeastShare = 0.5;

    private static readonly HttpRequestOptionsKey<Errand> Key = new("ledger.errand");
    private static readonly ResiliencePropertyKey<long> FirstFailure = new("ledger.first-failure");
    private static readonly ResiliencePropertyKey<TimeSpan> Pause = new("ledger.pause");

    /// <summary>Sends a request, with retries.</summary>
    public static Task<HttpResponseMessage> SendAsync(HttpClient http, HttpRequestMessage request, Errand errand, CancellationToken ct)
    {
        errand.Address(request);
        request.Options.Set(Key, errand);
        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    /// <summary>Puts the handlers that retry in front of one that sends.</summary>
    public static HttpMessageHandler Before(HttpMessageHandler sender, LedgerClientOptions options)
    {
        var (again, inTime) = (new ResiliencePipelineBuilder<HttpResponseMessage>(), new ResiliencePipelineBuilder<HttpResponseMessage>());
        AddRetries(again, options);
        InTime(inTime, options);
        var once = new ResilienceHandler(inTime.Build()) { InnerHandler = new AddressHandler { InnerHandler = sender } };
        return new ResilienceHandler(again.Build()) { InnerHandler = new TakingHandler { InnerHandler = once } };
    }

    /// <summary>Adds the same handlers to a host's client.</summary>
    public static void AddTo(IHttpClientBuilder builder, Func<IServiceProvider, LedgerClientOptions> optionsOf)
    {
        builder.AddResilienceHandler("ledger", (pipeline, context) => AddRetries(pipeline, optionsOf(context.ServiceProvider)));
        builder.AddHttpMessageHandler(() => new TakingHandler());
        builder.AddResilienceHandler("ledger-answer", (pipeline, context) => InTime(pipeline, optionsOf(context.ServiceProvider)));
        builder.AddHttpMessageHandler(() => new AddressHandler());
    }

    /// <summary>Whether a failure is temporary.</summary>
    /// <param name="failure">The exception.</param>
    /// <param name="ct">The caller's token; its cancellation is not temporary.</param>
    public static bool MayPass(Exception failure, CancellationToken ct) =>
        failure is HttpRequestException or IOException or TimeoutRejectedException
        || (failure is OperationCanceledException && !ct.IsCancellationRequested);

    /// <summary>Whether a request answered with this status may succeed later.</summary>
    public static bool MayPass(int status) => status is 408 or 429 or >= 500;

    private static void AddRetries(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, LedgerClientOptions options)
    {
        pipeline.TimeProvider = options.Time;
        pipeline.AddRetry(new HttpRetryStrategyOptions
        {
            Name = "patience",
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = attempt => ValueTask.FromResult(MayPass(attempt) && FindPause(attempt, options)),
            DelayGenerator = attempt => ValueTask.FromResult<TimeSpan?>(attempt.Context.Properties.GetValue(Pause, TimeSpan.Zero)),
            OnRetry = async attempt =>
            {
                if (options.OnRetry is not { } told) return;
                var (answer, failure) = (attempt.Outcome.Result, attempt.Outcome.Exception);
                var reason = await Problems.ReasonAsync(answer, failure, attempt.Context.CancellationToken).ConfigureAwait(false);
                told(new LedgerRetry(attempt.AttemptNumber + 1, attempt.RetryDelay, reason));
            },
        });
    }

    private static void InTime(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, LedgerClientOptions options)
    {
        pipeline.TimeProvider = options.Time;
        pipeline.AddTimeout(new HttpTimeoutStrategyOptions
        {
            Name = "answer",
            TimeoutGenerator = given => ValueTask.FromResult(AttemptOf(given.Context, options)),
        });
    }

    private static TimeSpan AttemptOf(ResilienceContext context, LedgerClientOptions options) =>
        context.GetRequestMessage() is { } request && request.Options.TryGetValue(Key, out var errand) && errand.Attempt > options.Attempt
            ? errand.Attempt.Value
            : options.Attempt;

    private static bool MayPass(RetryPredicateArguments<HttpResponseMessage> attempt) => attempt.Outcome.Exception is { } failure
        ? MayPass(failure, attempt.Context.CancellationToken)
        : MayPass((int)attempt.Outcome.Result!.StatusCode);

    // False when the patience is used up.
    private static bool FindPause(RetryPredicateArguments<HttpResponseMessage> attempt, LedgerClientOptions options)
    {
        var properties = attempt.Context.Properties;
        if (!properties.TryGetValue(FirstFailure, out var first)) properties.Set(FirstFailure, first = options.Time.GetTimestamp());
        var asked = attempt.Outcome.Result?.Headers.RetryAfter?.Delta;
        var spent = options.Time.GetElapsedTime(first);
        if (new Pauses(options.Patience).After(attempt.AttemptNumber + 1, spent, asked) is not { } pause) return false;
        properties.Set(Pause, asked is null ? pause * (LeastShare + ((1 - LeastShare) * Random.Shared.NextDouble())) : pause);
        return true;
    }

    /// <summary>A request with its options, which travels through the handlers.</summary>
    /// <param name="Options">The options with the service's address and the key.</param>
    /// <param name="Path">The path relative to the service's address.</param>
    internal sealed record Errand(LedgerClientOptions Options, string Path)
    {
        /// <summary>
        /// Reads the body of a successful answer as part of the attempt, so that a body that breaks off is requested again.
        /// </summary>
        public Func<HttpContent, CancellationToken, Task> Take { get; init; } = KeepAsync;

        /// <summary>Time limit for an attempt's answer where it is longer than usual; null: the options' limit.</summary>
        public TimeSpan? Attempt { get; init; }

        /// <summary>Buffers the body in memory.</summary>
        public static Task KeepAsync(HttpContent body, CancellationToken ct) => body.LoadIntoBufferAsync(ct);

        /// <summary>Leaves the body for the caller to read, without retries if it breaks off.</summary>
        public static Task LeaveAsync(HttpContent body, CancellationToken ct) => Task.CompletedTask;

        /// <summary>Sets a request's address and key to their present values.</summary>
        public void Address(HttpRequestMessage request)
        {
            var (address, key) = Options.Now();
            request.RequestUri = new Uri(address, Path);
            request.Headers.Authorization = key is { Length: > 0 } ? new AuthenticationHeaderValue("Bearer", key) : null;
        }
    }

    /// <summary>Sets address and key anew for each attempt, because a restarted service may have another port and another key.</summary>
    private sealed class AddressHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Options.TryGetValue(Key, out var errand)) errand.Address(request);
            return base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Runs <see cref="Errand.Take"/> within the attempt.</summary>
    private sealed class TakingHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            try
            {
                var take = answer.IsSuccessStatusCode && request.Options.TryGetValue(Key, out var errand) ? errand.Take : Errand.KeepAsync;
                await take(answer.Content, cancellationToken).ConfigureAwait(false);
                return answer;
            }
            catch
            {
                answer.Dispose();
                throw;
            }
        }
    }
}
