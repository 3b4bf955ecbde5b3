using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Client;

// How requests are sent and answers are read.
public sealed partial class LedgerClient
{
    /// <summary>Reads a path relative to the service's address.</summary>
    /// <param name="accept">The media type of the answer; null: plain JSON.</param>
    internal async Task<T> GetAsync<T>(string path, CancellationToken ct, bool waits = true, string? accept = null) =>
        (await AskAsync<T>(path, waits, ct, accept).ConfigureAwait(false)).Value;

    /// <summary>The same, with the answer's JSON and position.</summary>
    internal async Task<LedgerAnswer<T>> AskAsync<T>(string path, bool waits, CancellationToken ct, string? accept = null)
    {
        var errand = new Resending.Errand(options, waits ? AfterOwnWrites(path) : path);
        using var answer = await SendAsync(HttpMethod.Get, errand, null, ct, accept: accept).ConfigureAwait(false);
        return await ReadAsync<T>(answer, ct).ConfigureAwait(false);
    }

    /// <summary>Carries out a command whose body is JSON already.</summary>
    internal async Task<CommandResult> ExecuteAsync(string path, string key, HttpContent? body, CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, body, ct, key).ConfigureAwait(false);
        var reply = await ReadAsync<CommandReply>(answer, ct).ConfigureAwait(false);
        var (replayed, waits) = (answer.Headers.Contains(LedgerHeaders.IdempotencyReplayed), answer.StatusCode == HttpStatusCode.Accepted);
        return new CommandResult(reply.Value, replayed, waits, reply.Position);
    }

    /// <summary>Sends lines of JSON.</summary>
    internal async Task<T> SendLinesAsync<T>(string path, ReadOnlyMemory<byte> lines, CancellationToken ct)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, Typed(lines, LinesType), ct).ConfigureAwait(false);
        return (await ReadAsync<T>(answer, ct).ConfigureAwait(false)).Value;
    }

    /// <summary>Opens a file at a path relative to the service's address. The caller disposes it.</summary>
    internal async Task<Stream> OpenAsync(string path, CancellationToken ct)
    {
        var answer = await SendAsync(HttpMethod.Get, AfterOwnWrites(path), null, ct).ConfigureAwait(false);
        return await answer.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Sends a command without a body. Its key makes it safe to send it again.</summary>
    /// <param name="attempt">Time limit of one attempt; null: that of any request.</param>
    internal async Task<T> CommandAsync<T>(string path, string key, CancellationToken ct, TimeSpan? attempt = null)
    {
        var errand = new Resending.Errand(options, path) { Attempt = attempt };
        using var answer = await SendAsync(HttpMethod.Post, errand, null, ct, key).ConfigureAwait(false);
        return (await ReadAsync<T>(answer, ct).ConfigureAwait(false)).Value;
    }

    private string AfterOwnWrites(string path)
    {
        if (!options.ReadsOwnWrites || Position is not (> 0 and var seen)) return path;
        return LedgerPaths.With(path, string.Create(CultureInfo.InvariantCulture, $"minPosition={seen}"));
    }

    private Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken ct, string? key = null) =>
        SendAsync(method, new Resending.Errand(options, path), content, ct, key);

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Resending.Errand errand, HttpContent? content, CancellationToken ct, string? key = null, string? accept = null)
    {
        var asked = $"{method} {errand.Path}";
        using var request = new HttpRequestMessage { Method = method, Content = content };
        if (accept is not null) request.Headers.Accept.ParseAdd(accept);
        if (key is not null) request.Headers.Add(LedgerHeaders.IdempotencyKey, key);
        HttpResponseMessage answer;
        try
        {
            answer = await Resending.SendAsync(http, request, errand, ct).ConfigureAwait(false);
        }
        catch (Exception failure) when (Resending.MayPass(failure, ct))
        {
            throw new LedgerException(Problems.Of(failure), asked, options.Now().Address, failure);
        }

        if (answer.IsSuccessStatusCode)
        {
            if (method != HttpMethod.Get) Observe(PositionOf(answer));
            return answer;
        }

        using (answer)
        {
            throw new LedgerException(await Problems.OfAsync(answer, ct).ConfigureAwait(false), asked, options.Now().Address);
        }
    }

    private static async Task<LedgerAnswer<T>> ReadAsync<T>(HttpResponseMessage answer, CancellationToken ct)
    {
        var body = await answer.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false);
        try
        {
            var json = JsonElement.Parse(body);
            var value = json.Deserialize<T>(Wire.Lenient) ?? throw new JsonException("It is null.");
            return new LedgerAnswer<T>(value, json, PositionOf(answer));
        }
        catch (JsonException unreadable)
        {
            var asked = answer.RequestMessage;
            throw new JsonException(
                $"{asked?.Method} {asked?.RequestUri} was answered with something else than expected, at {unreadable.Path ?? "$"}.",
                unreadable);
        }
    }

    private static long PositionOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues(LedgerHeaders.Position, out var values)
            && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 0;

    internal const string JsonType = "application/json";
    private const string LinesType = "application/x-ndjson";

    private static ReadOnlyMemoryContent Json(object body) =>
        Typed(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Wire.Options), JsonType);

    private static byte[] Lines(IReadOnlyCollection<IFact> facts)
    {
        using var lines = new MemoryStream();
        foreach (var fact in facts)
        {
            var line = JsonSerializer.SerializeToNode(fact, fact.GetType(), Wire.Options)!.AsObject();
            line["type"] = fact.GetType().Name;
            lines.Write(JsonSerializer.SerializeToUtf8Bytes(line, Wire.Options));
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }

    internal static ReadOnlyMemoryContent Typed(ReadOnlyMemory<byte> body, string type) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
}
