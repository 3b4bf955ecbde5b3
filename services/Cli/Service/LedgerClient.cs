using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Cli.Service;

/// <summary>
/// Speaks HTTP with a running ledger. What may pass is met with patience (<see cref="Resending"/>); any other refusal ends the command with
/// the service's own sentence.
/// </summary>
internal sealed class LedgerClient(ServiceAddress address, Patience patience, TimeProvider time, Action<string> note) : IDisposable
{
    private readonly HttpClient http = new(new Resending(address, patience, time, note).Before(Connections(address)))
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Asks for a document.</summary>
    public Task<T> GetAsync<T>(string path, CancellationToken cancellation) => SendAsync<T>(HttpMethod.Get, path, null, cancellation);

    /// <summary>Asks for an answer of the published interface, also as it came.</summary>
    public async Task<Answer<T>> AskAsync<T>(string path, CancellationToken cancellation)
    {
        using var answer = await SendAsync(Resending.Request(HttpMethod.Get, path, null), cancellation);
        try
        {
            var json = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation));
            var value = json.Deserialize<T>(Wire.Lenient) ?? throw new CliFailure($"GET {path} was answered with nothing.");
            return new Answer<T>(value, json, PositionOf(answer));
        }
        catch (JsonException unreadable)
        {
            throw Unexpected(HttpMethod.Get, path, unreadable);
        }
    }

    /// <summary>Sends a document.</summary>
    public Task<T> PostAsync<T>(string path, object body, CancellationToken cancellation) =>
        SendAsync<T>(HttpMethod.Post, path, Json(JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web)), cancellation);

    /// <summary>Starts something; what it answers does not matter.</summary>
    public async Task PostAsync(string path, CancellationToken cancellation)
    {
        using var answer = await SendAsync(Resending.Request(HttpMethod.Post, path, null), cancellation);
    }

    /// <summary>Sends a request whose body can be read more than once, and reads the answer as JSON.</summary>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, CancellationToken cancellation)
    {
        using var answer = await SendAsync(Resending.Request(method, path, body), cancellation);
        await using var content = await answer.Content.ReadAsStreamAsync(cancellation);
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(content, JsonSerializerOptions.Web, cancellation)
                ?? throw new CliFailure($"{method} {path} was answered with nothing.");
        }
        catch (JsonException unreadable)
        {
            throw Unexpected(method, path, unreadable);
        }
    }

    /// <summary>Sends a request whose body can be read more than once; only the status of its answer matters.</summary>
    public async Task<HttpStatusCode> SendForStatusAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellation)
    {
        using var answer = await SendAsync(Resending.Request(method, path, body), cancellation);
        return answer.StatusCode;
    }

    /// <summary>Writes an answer's body to a stream. A body that breaks off is asked for again from the start.</summary>
    public Task DownloadAsync(string path, Stream target, CancellationToken cancellation) => ReadAsync(
        path,
        async (content, ct) =>
        {
            target.SetLength(0);
            await content.CopyToAsync(target, ct);
        },
        cancellation);

    /// <summary>Reads an answer's body as it comes. One that breaks off is read again from the start.</summary>
    /// <param name="path">Relative to the service's address.</param>
    /// <param name="read">Begins anew each time that it is called.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task ReadAsync(string path, Func<Stream, CancellationToken, Task> read, CancellationToken cancellation)
    {
        using var answer = await SendAsync(Resending.Request(HttpMethod.Get, path, null, TakeAsync), cancellation);

        async Task TakeAsync(HttpContent content, CancellationToken ct)
        {
            await using var body = await content.ReadAsStreamAsync(ct);
            await read(body, ct);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var sent = request;
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (Exception failure) when (Resending.IsPassing(failure, cancellation))
        {
            throw OutOfPatience(request, await Resending.ReasonAsync(null, failure));
        }

        if (answer.IsSuccessStatusCode) return answer;
        using (answer)
        {
            if (Patience.IsPassing(answer.StatusCode)) throw OutOfPatience(request, await Resending.ReasonAsync(answer, null));
            throw await ServiceRefusal.OfAsync(answer, Resending.NameOf(request));
        }
    }

    private CliFailure OutOfPatience(HttpRequestMessage request, string reason) =>
        new($"The service at {address.Base} did not take {Resending.NameOf(request)} within {patience.Total.TotalSeconds:0} s: {reason}",
            ExitCode.Unavailable);

    private static CliFailure Unexpected(HttpMethod method, string path, JsonException unreadable) =>
        new($"{method} {path} was answered with something else than this tool expects, at {unreadable.Path ?? "$"}.");

    private static long PositionOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues(LedgerHeaders.Position, out var values)
            && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : 0;

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static SocketsHttpHandler Connections(ServiceAddress address) =>
        new() { ConnectTimeout = TimeSpan.FromSeconds(5), AutomaticDecompression = DecompressionMethods.All, UseProxy = !address.Base.IsLoopback };
}

/// <summary>An answer of the service.</summary>
/// <param name="Value">What this tool knows of it.</param>
/// <param name="Json">As it came.</param>
/// <param name="Position">Position of the log that it reflects; 0 where it does not say.</param>
internal sealed record Answer<T>(T Value, JsonElement Json, long Position);
