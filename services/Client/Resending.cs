using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Ledger.Client;

/// <summary>
/// How a request is sent again. Every request of the client may be sent twice without harm, because facts have business keys and commands
/// their keys. So a connection that breaks, an answer that does not come, 429 and 5xx are met by sending it again, after growing pauses or
/// as Retry-After says; any other answer is handed on.
/// </summary>
internal static class Resending
{
    // A pause is this share of its length at least: those who failed together do not come back together.
    private const double LeastShare = 0.5;

    private static readonly HttpRequestOptionsKey<Errand> Key = new("ledger.errand");
    private static readonly ResiliencePropertyKey<long> FirstFailure = new("ledger.first-failure");
    private static readonly ResiliencePropertyKey<TimeSpan> Pause = new("ledger.pause");

    /// <summary>Sends a request in this way.</summary>
    public static Task<HttpResponseMessage> SendAsync(HttpClient http, HttpRequestMessage request, Errand errand, CancellationToken ct)
    {
        errand.Address(request);
        request.Options.Set(Key, errand);
        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    /// <summary>The handlers that do it, in front of one that sends.</summary>
    public static HttpMessageHandler Before(HttpMessageHandler sender, LedgerClientOptions options)
    {
        var (again, inTime) = (new ResiliencePipelineBuilder<HttpResponseMessage>(), new ResiliencePipelineBuilder<HttpResponseMessage>());
        Again(again, options);
        InTime(inTime, options);
        var once = new ResilienceHandler(inTime.Build()) { InnerHandler = new AddressHandler { InnerHandler = sender } };
        return new ResilienceHandler(again.Build()) { InnerHandler = new TakingHandler { InnerHandler = once } };
    }

    /// <summary>The same handlers for a client that a host makes.</summary>
    public static void AddTo(IHttpClientBuilder builder, Func<IServiceProvider, LedgerClientOptions> optionsOf)
    {
        builder.AddResilienceHandler("ledger", (pipeline, context) => Again(pipeline, optionsOf(context.ServiceProvider)));
        builder.AddHttpMessageHandler(() => new TakingHandler());
        builder.AddResilienceHandler("ledger-answer", (pipeline, context) => InTime(pipeline, optionsOf(context.ServiceProvider)));
        builder.AddHttpMessageHandler(() => new AddressHandler());
    }

    /// <summary>Whether a failure may pass.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="ct">Whose cancellation is none that passes.</param>
    public static bool MayPass(Exception failure, CancellationToken ct) =>
        failure is HttpRequestException or IOException or TimeoutRejectedException
        || (failure is OperationCanceledException && !ct.IsCancellationRequested);

    /// <summary>Whether a request that is answered with this status may well succeed later.</summary>
    public static bool MayPass(int status) => status is 408 or 429 or >= 500;

    private static void Again(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, LedgerClientOptions options)
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

    // False when patience is over.
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

    /// <summary>What a request is sent for.</summary>
    /// <param name="Options">Say where the service is, and who calls.</param>
    /// <param name="Path">Below the service's address.</param>
    internal sealed record Errand(LedgerClientOptions Options, string Path)
    {
        /// <summary>
        /// Takes the body of an answer that is a success, as part of the attempt: one that breaks off is asked for again.
        /// </summary>
        public Func<HttpContent, CancellationToken, Task> Take { get; init; } = KeepAsync;

        /// <summary>How long one attempt may wait for its answer, where that is longer than for others.</summary>
        public TimeSpan? Attempt { get; init; }

        /// <summary>Keeps the body in memory.</summary>
        public static Task KeepAsync(HttpContent body, CancellationToken ct) => body.LoadIntoBufferAsync(ct);

        /// <summary>Leaves the body to whoever asked: it comes once.</summary>
        public static Task LeaveAsync(HttpContent body, CancellationToken ct) => Task.CompletedTask;

        /// <summary>Writes onto a request where it goes and who asks, as it is now.</summary>
        public void Address(HttpRequestMessage request)
        {
            var (address, key) = Options.Now();
            request.RequestUri = new Uri(address, Path);
            request.Headers.Authorization = key is { Length: > 0 } ? new AuthenticationHeaderValue("Bearer", key) : null;
        }
    }

    /// <summary>A service that is started again may have another port, and its key may be another.</summary>
    private sealed class AddressHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Options.TryGetValue(Key, out var errand)) errand.Address(request);
            return base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Reads the body within the attempt.</summary>
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
