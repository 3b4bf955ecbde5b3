using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Client;

/// <summary>
/// Speaks with a ledger over HTTP: sends facts and commands, and reads. One instance is for any number of programs and threads.
/// </summary>
public sealed class LedgerClient : IDisposable
{
    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(5);

    private readonly HttpClient http;
    private readonly LedgerClientOptions options;
    private long position;

    /// <summary>A client over an HttpClient that resends.</summary>
    internal LedgerClient(HttpClient http, LedgerClientOptions options)
    {
        (this.http, this.options) = (http, options);
        http.Timeout = Timeout.InfiniteTimeSpan;
    }

    /// <summary>
    /// The largest position of the log that a write of this client was answered with; what it reads is at or after it.
    /// </summary>
    public long Position => Volatile.Read(ref position);

    /// <summary>A client without dependency injection.</summary>
    /// <param name="address">Where the service is.</param>
    /// <param name="key">The API key, <c>lk_…</c>.</param>
    /// <param name="configure">Further options.</param>
    public static LedgerClient Open(Uri address, string key, Action<LedgerClientOptions>? configure = null)
    {
        var options = new LedgerClientOptions { Address = address, Key = key };
        configure?.Invoke(options);
        return Open(options);
    }

    /// <summary>A client without dependency injection.</summary>
    /// <exception cref="InvalidOperationException">The options do not say where the service is.</exception>
    public static LedgerClient Open(LedgerClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var sender = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = ConnectMax,
            AutomaticDecompression = DecompressionMethods.All,
            // A proxy has no way to a service on this machine.
            UseProxy = !options.Now().Address.IsLoopback,
        };
        return new LedgerClient(new HttpClient(Resending.Before(sender, options)), options);
    }

    /// <summary>Reads of one program.</summary>
    /// <param name="program">Its id.</param>
    public LedgerProgram Program(string program) => new(this, program);

    /// <summary>What is read from now on has seen this position, which somebody else wrote.</summary>
    public void Observe(long written)
    {
        for (var known = Position; written > known; known = Position) Interlocked.CompareExchange(ref position, written, known);
    }

    /// <summary>Sends a fact: about an order, an activity, a membership or a rate.</summary>
    /// <exception cref="LedgerException">It is refused, or its key was used with other content (<c>conflict</c>).</exception>
    public async Task<FactAnswer> SubmitAsync(IFact fact, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fact);
        var (method, path) = CommandPaths.Of(fact);
        using var answer = await SendAsync(method, path, Json(fact), cancellationToken).ConfigureAwait(false);
        return (await ReadAsync<FactAnswer>(answer, cancellationToken).ConfigureAwait(false)).Value;
    }

    /// <summary>Sends many facts of one program, in their order; each succeeds or fails alone.</summary>
    /// <param name="program">The program of all of them.</param>
    /// <param name="facts">They are read twice if they must be sent again.</param>
    /// <param name="cancellationToken">Gives up; what was taken stays.</param>
    /// <returns>How they ended, with the lines that have a problem.</returns>
    public Task<LinesAnswer> SubmitAsync(string program, IReadOnlyCollection<IFact> facts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return Program(program).SubmitLinesAsync(Lines(facts), cancellationToken);
    }

    /// <summary>Carries out a command about value. Its key makes it safe to send again.</summary>
    /// <exception cref="LedgerException">It is refused, or its key was used with other content (<c>conflict</c>).</exception>
    public Task<CommandResult> ExecuteAsync(ISpendingCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ExecuteAsync(CommandPaths.Of(command), command.Key, Json(command), cancellationToken);
    }

    /// <summary>Whose this client's key is, and what it may do.</summary>
    public Task<KeyAnswer> GetKeyAsync(CancellationToken cancellationToken = default) =>
        GetAsync<KeyAnswer>("v1/key", cancellationToken, waits: false);

    /// <summary>The programs of the service, by id.</summary>
    public Task<ProgramsAnswer> GetProgramsAsync(CancellationToken cancellationToken = default) =>
        GetAsync<ProgramsAnswer>("v1/programs", cancellationToken, waits: false);

    /// <summary>How far the log and what follows it are.</summary>
    public Task<IntegrityAnswer> GetIntegrityAsync(CancellationToken cancellationToken = default) =>
        GetAsync<IntegrityAnswer>(LedgerPaths.Integrity, cancellationToken);

    /// <summary>Has the service recompute the log's chain and compare all that was derived from the log.</summary>
    /// <param name="published">Chain values that were kept elsewhere, to be found in the log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LedgerException"><c>already_running</c>: a check runs, which was not told of these values.</exception>
    public Task<LogCheckStatus> StartVerificationAsync(
        IReadOnlyList<PublishedChain>? published = null, CancellationToken cancellationToken = default) => SendAsync<LogCheckStatus>(
            HttpMethod.Post, LedgerPaths.Verification, published is null ? null : new VerificationRequest(published), cancellationToken);

    /// <summary>How far the last check of the log is, or how it ended.</summary>
    public Task<LogCheckStatus> GetVerificationAsync(CancellationToken cancellationToken = default) =>
        GetAsync<LogCheckStatus>(LedgerPaths.Verification, cancellationToken, waits: false);

    /// <summary>Has the service make its views anew from the log, beside the live ones; once, however often it is asked.</summary>
    public Task<RebuildStatus> StartRebuildAsync(CancellationToken cancellationToken = default) =>
        SendAsync<RebuildStatus>(HttpMethod.Post, LedgerPaths.Rebuild, null, cancellationToken);

    /// <summary>How the last rebuild goes.</summary>
    public Task<RebuildStatus> GetRebuildAsync(CancellationToken cancellationToken = default) =>
        GetAsync<RebuildStatus>(LedgerPaths.Rebuild, cancellationToken, waits: false);

    /// <summary>Reads what this client has no method for.</summary>
    /// <param name="path">Below the service's address, without a slash before it; ids in it are escaped.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<T> ReadAsync<T>(string path, CancellationToken cancellationToken = default) => GetAsync<T>(path, cancellationToken);

    /// <summary>Reads an answer also as it came, with the position of the log that it reflects.</summary>
    /// <param name="path">Below the service's address, without a slash before it; ids in it are escaped.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<LedgerAnswer<T>> AskAsync<T>(string path, CancellationToken cancellationToken = default) =>
        AskAsync<T>(path, waits: true, cancellationToken);

    /// <summary>Asks for what this client has no method for. It is sent again like everything: only for what may be done twice.</summary>
    /// <param name="method">Not GET.</param>
    /// <param name="path">Below the service's address, without a slash before it; ids in it are escaped.</param>
    /// <param name="body">Written as JSON; a text is JSON already. Null: no body.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? body = null, CancellationToken cancellationToken = default)
    {
        var content = body switch
        {
            null => null,
            string text => Typed(Encoding.UTF8.GetBytes(text), JsonType),
            ReadOnlyMemory<byte> bytes => Typed(bytes, JsonType),
            _ => Json(body),
        };
        using var answer = await SendAsync(method, path, content, cancellationToken).ConfigureAwait(false);
        return (await ReadAsync<T>(answer, cancellationToken).ConfigureAwait(false)).Value;
    }

    /// <summary>Removes what an address is about.</summary>
    /// <param name="path">Below the service's address, without a slash before it; ids in it are escaped.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(HttpMethod.Delete, path, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens an answer that is no JSON: an export or a report as CSV. Whoever asks disposes it.</summary>
    /// <param name="path">Below the service's address, without a slash before it; ids in it are escaped.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<HttpResponseMessage> DownloadAsync(string path, CancellationToken cancellationToken = default) =>
        SendAsync(
            HttpMethod.Get, new Resending.Errand(options, AfterOwnWrites(path)) { Take = Resending.Errand.LeaveAsync }, null,
            cancellationToken);

    /// <summary>Writes an answer to a stream as it comes. One that breaks off is asked for again and written anew.</summary>
    /// <param name="path">Below the service's address, without a slash before it; ids in it are escaped.</param>
    /// <param name="target">From its position on; one that cannot go back gets the answer once it is here as a whole.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task DownloadAsync(string path, Stream target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (!target.CanSeek)
        {
            using var answer = await SendAsync(HttpMethod.Get, AfterOwnWrites(path), null, cancellationToken).ConfigureAwait(false);
            await answer.Content.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
            return;
        }

        var begin = target.Position;
        await StreamAsync(path, WriteAsync, cancellationToken).ConfigureAwait(false);

        Task WriteAsync(Stream body, CancellationToken ct)
        {
            target.SetLength(begin);
            target.Position = begin;
            return body.CopyToAsync(target, ct);
        }
    }

    /// <summary>Reads an answer as it comes, without keeping it.</summary>
    /// <param name="path">Below the service's address, without a slash before it; ids in it are escaped.</param>
    /// <param name="read">Reads it from its beginning; called again when it breaks off.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task StreamAsync(string path, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        var errand = new Resending.Errand(options, AfterOwnWrites(path)) { Take = TakeAsync };
        using var answer = await SendAsync(HttpMethod.Get, errand, null, cancellationToken).ConfigureAwait(false);

        async Task TakeAsync(HttpContent content, CancellationToken ct)
        {
            var body = await content.ReadAsStreamAsync(ct).ConfigureAwait(false);
            await using (body.ConfigureAwait(false)) await read(body, ct).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>Asks for something below the service's address.</summary>
    /// <param name="accept">A media type that the answer is to have; null: JSON as it is.</param>
    internal async Task<T> GetAsync<T>(string path, CancellationToken ct, bool waits = true, string? accept = null) =>
        (await AskAsync<T>(path, waits, ct, accept).ConfigureAwait(false)).Value;

    /// <summary>The same, with all that came.</summary>
    internal async Task<LedgerAnswer<T>> AskAsync<T>(string path, bool waits, CancellationToken ct, string? accept = null)
    {
        var errand = new Resending.Errand(options, waits ? AfterOwnWrites(path) : path);
        using var answer = await SendAsync(HttpMethod.Get, errand, null, ct, accept: accept).ConfigureAwait(false);
        return await ReadAsync<T>(answer, ct).ConfigureAwait(false);
    }

    /// <summary>Carries out a command that is JSON already.</summary>
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

    /// <summary>Asks for a file below the service's address; whoever reads it disposes of it.</summary>
    internal async Task<Stream> OpenAsync(string path, CancellationToken ct)
    {
        var answer = await SendAsync(HttpMethod.Get, AfterOwnWrites(path), null, ct).ConfigureAwait(false);
        return await answer.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Has something done that needs no body. Its key makes it safe to send again.</summary>
    /// <param name="attempt">How long it may take; null: as any request.</param>
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
