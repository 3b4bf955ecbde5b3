using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Ledger.Cli.Service;

/// <summary>
/// Speaks HTTP with a running ledger. Every request of this tool may be sent again without harm, so a connection that
/// breaks, 429 and 5xx are met with patience; any other refusal ends the command with the service's own sentence.
/// </summary>
internal sealed class LedgerClient(ServiceAddress address, Patience patience, TimeProvider time, Action<string> note) : IDisposable
{
    // A request that has no answer by then is taken for lost: the service answers a chunk in well under a second.
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(100);

    // A short hiccup is not worth a word.
    private const int AttemptsBeforeNote = 4;

    private readonly HttpClient http = new(Connections(address)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Asks for a document.</summary>
    public Task<T> GetAsync<T>(string path, CancellationToken cancellation) => SendAsync<T>(HttpMethod.Get, path, null, cancellation);

    /// <summary>Sends a document.</summary>
    public Task<T> PostAsync<T>(string path, object body, CancellationToken cancellation) =>
        SendAsync<T>(HttpMethod.Post, path, () => Json(JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web)), cancellation);

    /// <summary>Starts something; what it answers does not matter.</summary>
    public async Task PostAsync(string path, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, null, cancellation);
    }

    /// <summary>Sends a request whose body can be made again, and reads the answer as JSON.</summary>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, Func<HttpContent>? body, CancellationToken cancellation)
    {
        using var answer = await SendAsync(method, path, body, cancellation);
        await using var content = await answer.Content.ReadAsStreamAsync(cancellation);
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(content, JsonSerializerOptions.Web, cancellation)
                ?? throw new CliFailure($"{method} {path} was answered with nothing.");
        }
        catch (JsonException unreadable)
        {
            throw new CliFailure($"{method} {path} was answered with something else than this tool expects: {unreadable.Message}");
        }
    }

    /// <summary>Writes an answer's body to a stream. A body that breaks off is asked for again from the start.</summary>
    public async Task DownloadAsync(string path, Stream target, CancellationToken cancellation)
    {
        await PatientlyAsync($"GET {path}", async () =>
        {
            target.SetLength(0);
            using var answer = await AttemptAsync(HttpMethod.Get, path, null, cancellation);
            await ThrowIfRefusedAsync(answer, $"GET {path}", cancellation);
            await answer.Content.CopyToAsync(target, cancellation);
            return true;
        }, cancellation);
    }

    public void Dispose() => http.Dispose();

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Func<HttpContent>? body, CancellationToken cancellation) =>
        PatientlyAsync($"{method} {path}", async () =>
        {
            var answer = await AttemptAsync(method, path, body, cancellation);
            try
            {
                await ThrowIfRefusedAsync(answer, $"{method} {path}", cancellation);
                await answer.Content.LoadIntoBufferAsync(cancellation);
                return answer;
            }
            catch
            {
                answer.Dispose();
                throw;
            }
        }, cancellation);

    private async Task<T> PatientlyAsync<T>(string what, Func<Task<T>> attempt, CancellationToken cancellation)
    {
        long? firstFailure = null;
        for (var attempts = 1; ; attempts++)
        {
            string reason;
            TimeSpan? asked = null;
            try
            {
                return await attempt();
            }
            catch (Passing passing)
            {
                reason = passing.Message;
                asked = passing.RetryAfter;
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException || (broken is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                reason = broken is OperationCanceledException ? "no answer in time" : broken.Message;
            }

            firstFailure ??= time.GetTimestamp();
            if (attempts == AttemptsBeforeNote) note($"Waiting for the service at {address.Base} ({reason})");
            var pause = patience.PauseAfter(attempts, time.GetElapsedTime(firstFailure.Value), asked)
                ?? throw new CliFailure($"The service at {address.Base} did not take {what} within {patience.Total.TotalSeconds:0} s: {reason}");
            await Task.Delay(pause, time, cancellation);
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpMethod method, string path, Func<HttpContent>? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(address.Base, path)) { Content = body?.Invoke() };
        if (address.Key is { Length: > 0 } key) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var limit = new CancellationTokenSource(AnswerMax, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
    }

    private static async Task ThrowIfRefusedAsync(HttpResponseMessage answer, string what, CancellationToken cancellation)
    {
        if (answer.IsSuccessStatusCode) return;
        var problem = await ReadProblemAsync(answer, cancellation);
        var refusal = new ServiceRefusal(answer.StatusCode, problem, what);
        if (!Patience.IsPassing(answer.StatusCode)) throw refusal;
        throw new Passing(refusal.Message, answer.Headers.RetryAfter?.Delta);
    }

    private static async Task<ProblemAnswer> ReadProblemAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            var body = await answer.Content.ReadAsByteArrayAsync(cancellation);
            return JsonSerializer.Deserialize<ProblemAnswer>(body, JsonSerializerOptions.Web) ?? new ProblemAnswer();
        }
        catch (JsonException)
        {
            return new ProblemAnswer();
        }
    }

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static SocketsHttpHandler Connections(ServiceAddress address) =>
        new() { ConnectTimeout = TimeSpan.FromSeconds(5), AutomaticDecompression = DecompressionMethods.All, UseProxy = !address.Base.IsLoopback };

    /// <summary>A refusal that may pass.</summary>
    private sealed class Passing(string reason, TimeSpan? retryAfter) : Exception(reason)
    {
        public TimeSpan? RetryAfter => retryAfter;
    }
}
