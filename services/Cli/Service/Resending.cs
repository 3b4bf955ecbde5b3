using System.Net.Http.Headers;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Ledger.Cli.Service;

/// <summary>
/// How this tool sends requests again. Every request of it may be sent twice without harm, so a connection that breaks, an answer that does
/// not come, 429 and 5xx are met with <see cref="Patience"/>; any other answer is handed on.
/// </summary>
internal sealed class Resending(ServiceAddress address, Patience patience, TimeProvider time, Action<string> note)
{
    // A request that has no answer by then is taken for lost: the service answers a chunk in well under a second.
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(100);

    // A short hiccup is not worth a word.
    private const int FailuresBeforeNote = 4;

    private static readonly Uri Anywhere = new("http://ledger.invalid/");
    private static readonly HttpRequestOptionsKey<string> PathKey = new("ledger.path");
    private static readonly HttpRequestOptionsKey<Func<HttpContent, CancellationToken, Task>> TakeKey = new("ledger.take");
    private static readonly ResiliencePropertyKey<long> FirstFailure = new("ledger.first-failure");
    private static readonly ResiliencePropertyKey<TimeSpan> Pause = new("ledger.pause");

    /// <summary>A request; where it goes and who asks is looked up anew each time that it is sent.</summary>
    /// <param name="method">GET, POST and so on.</param>
    /// <param name="path">Relative to the service's address.</param>
    /// <param name="content">A body that can be read more than once.</param>
    /// <param name="take">Reads the body of an answer that is a success, as part of the attempt; without it, it is kept in memory.</param>
    public static HttpRequestMessage Request(
        HttpMethod method, string path, HttpContent? content, Func<HttpContent, CancellationToken, Task>? take = null)
    {
        var request = new HttpRequestMessage(method, Anywhere) { Content = content };
        request.Options.Set(PathKey, path);
        if (take is not null) request.Options.Set(TakeKey, take);
        return request;
    }

    /// <summary>What a request asks for, in a sentence.</summary>
    public static string NameOf(HttpRequestMessage request) =>
        $"{request.Method} {(request.Options.TryGetValue(PathKey, out var path) ? path : "")}";

    /// <summary>The handlers that do it, in front of one that sends.</summary>
    public ResilienceHandler Before(HttpMessageHandler sender)
    {
        var once = new ResilienceHandler(InTime()) { InnerHandler = new AddressHandler(address) { InnerHandler = sender } };
        return new ResilienceHandler(Again()) { InnerHandler = new TakingHandler { InnerHandler = once } };
    }

    /// <summary>Whether a failure may pass.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="ct">Whose cancellation is none that passes.</param>
    public static bool IsPassing(Exception failure, CancellationToken ct) =>
        failure is HttpRequestException or IOException or TimeoutRejectedException
        || (failure is OperationCanceledException && !ct.IsCancellationRequested);

    private ResiliencePipeline<HttpResponseMessage> Again() => Named("ledger.http")
        .AddRetry(new HttpRetryStrategyOptions
        {
            Name = "patience",
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = attempt => ValueTask.FromResult(MayPass(attempt) && NextPause(attempt)),
            DelayGenerator = attempt => ValueTask.FromResult<TimeSpan?>(attempt.Context.Properties.GetValue(Pause, TimeSpan.Zero)),
            OnRetry = async attempt =>
            {
                if (attempt.AttemptNumber + 1 != FailuresBeforeNote) return;
                note($"Waiting for the service at {address.Base} ({await ReasonAsync(attempt.Outcome.Result, attempt.Outcome.Exception)})");
            },
        })
        .Build();

    private ResiliencePipelineBuilder<HttpResponseMessage> Named(string name) => new() { Name = name, TimeProvider = time };

    private ResiliencePipeline<HttpResponseMessage> InTime() => Named("ledger.http.answer")
        .AddTimeout(new HttpTimeoutStrategyOptions { Name = "answer", Timeout = AnswerMax })
        .Build();

    private static bool MayPass(RetryPredicateArguments<HttpResponseMessage> attempt) => attempt.Outcome.Exception is { } failure
        ? IsPassing(failure, attempt.Context.CancellationToken)
        : Patience.IsPassing(attempt.Outcome.Result!.StatusCode);

    // False when patience is over.
    private bool NextPause(RetryPredicateArguments<HttpResponseMessage> attempt)
    {
        var properties = attempt.Context.Properties;
        if (!properties.TryGetValue(FirstFailure, out var first)) properties.Set(FirstFailure, first = time.GetTimestamp());
        var asked = attempt.Outcome.Result?.Headers.RetryAfter?.Delta;
        if (patience.PauseAfter(attempt.AttemptNumber + 1, time.GetElapsedTime(first), asked) is not { } pause) return false;
        properties.Set(Pause, pause);
        return true;
    }

    /// <summary>Why an attempt failed, for a sentence.</summary>
    public static async Task<string> ReasonAsync(HttpResponseMessage? answer, Exception? failure) => failure switch
    {
        TimeoutRejectedException or OperationCanceledException => "no answer in time",
        not null => failure.Message,
        _ => (await ServiceRefusal.OfAsync(answer!)).Message,
    };

    /// <summary>A service that is started again may have another port, and its key may be another.</summary>
    private sealed class AddressHandler(ServiceAddress address) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(address.Base, request.Options.TryGetValue(PathKey, out var path) ? path : "");
            request.Headers.Authorization = address.Key is { Length: > 0 } key ? new AuthenticationHeaderValue("Bearer", key) : null;
            return base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Reads the body within the attempt, so that one that breaks off is asked for again.</summary>
    private sealed class TakingHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            try
            {
                var isTaken = request.Options.TryGetValue(TakeKey, out var take) && answer.IsSuccessStatusCode;
                await (isTaken ? take!(answer.Content, cancellationToken) : answer.Content.LoadIntoBufferAsync(cancellationToken));
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
