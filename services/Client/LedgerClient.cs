using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Ledger.Client;

/// <summary>
/// Speaks with a ledger over HTTP: sends facts and commands, and reads. One instance is for any number of programs and threads.
/// </summary>
public sealed class LedgerClient : IDisposable
{
    private readonly HttpClient http;
    private readonly bool readsOwnWrites;
    private long position;

    /// <summary>A client over an HttpClient that resends, has the ledger's address and shows its key.</summary>
    internal LedgerClient(HttpClient http, LedgerClientOptions options)
    {
        this.http = http;
        readsOwnWrites = options.ReadsOwnWrites;
        http.BaseAddress = Folder(options.Address ?? throw new ArgumentException("Address is missing.", nameof(options)));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Key);
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
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage>();
        Resending.Configure(pipeline, options);
        var sender = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AutomaticDecompression = DecompressionMethods.All,
        };
        return new LedgerClient(new HttpClient(new ResilienceHandler(pipeline.Build()) { InnerHandler = sender }), options);
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
        var (method, path) = Paths.Of(fact);
        using var request = new HttpRequestMessage(method, Relative(path)) { Content = Json(fact) };
        using var answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await ReadAsync<FactAnswer>(answer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends many facts of one program, in their order; each succeeds or fails alone.</summary>
    /// <param name="program">The program of all of them.</param>
    /// <param name="facts">They are read twice if they must be sent again.</param>
    /// <param name="cancellationToken">Gives up; what was taken stays.</param>
    /// <returns>How they ended, with the lines that have a problem.</returns>
    public async Task<LinesAnswer> SubmitAsync(string program, IReadOnlyCollection<IFact> facts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(facts);
        using var request = new HttpRequestMessage(HttpMethod.Post, Relative($"{Paths.OfProgram(program)}/orders")) { Content = Lines(facts) };
        using var answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await ReadAsync<LinesAnswer>(answer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Carries out a command about value. Its key makes it safe to send again.</summary>
    /// <exception cref="LedgerException">It is refused, or its key was used with other content (<c>conflict</c>).</exception>
    public async Task<CommandResult> ExecuteAsync(ISpendingCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var request = new HttpRequestMessage(HttpMethod.Post, Relative(Paths.Of(command))) { Content = Json(command) };
        request.Headers.Add(LedgerHeaders.IdempotencyKey, command.Key);
        using var answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        var reply = await ReadAsync<CommandReply>(answer, cancellationToken).ConfigureAwait(false);
        return new CommandResult(
            reply, answer.Headers.Contains(LedgerHeaders.IdempotencyReplayed), answer.StatusCode == HttpStatusCode.Accepted, PositionOf(answer));
    }

    /// <summary>Whose this client's key is, and what it may do.</summary>
    public Task<KeyAnswer> GetKeyAsync(CancellationToken cancellationToken = default) =>
        GetAsync<KeyAnswer>("v1/key", cancellationToken, waits: false);

    /// <summary>The programs of the service, by id.</summary>
    public Task<ProgramsAnswer> GetProgramsAsync(CancellationToken cancellationToken = default) =>
        GetAsync<ProgramsAnswer>("v1/programs", cancellationToken, waits: false);

    /// <summary>How far the log and what follows it are.</summary>
    public Task<IntegrityAnswer> GetIntegrityAsync(CancellationToken cancellationToken = default) =>
        GetAsync<IntegrityAnswer>("v1/integrity", cancellationToken);

    /// <summary>Reads what this client has no method for.</summary>
    /// <param name="path">Below the service's address, without a slash before it; ids in it are escaped.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<T> ReadAsync<T>(string path, CancellationToken cancellationToken = default) => GetAsync<T>(path, cancellationToken);

    /// <summary>Asks for what this client has no method for. It is sent again like everything: only for what may be done twice.</summary>
    /// <param name="method">Not GET.</param>
    /// <param name="path">Below the service's address, without a slash before it; ids in it are escaped.</param>
    /// <param name="body">Written as JSON; a text is JSON already. Null: no body.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? body = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(method, Relative(path));
        if (body is not null) request.Content = body is string text ? Typed(Encoding.UTF8.GetBytes(text), "application/json") : Json(body);
        using var answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await ReadAsync<T>(answer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes what an address is about.</summary>
    /// <param name="path">Below the service's address, without a slash before it; ids in it are escaped.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, Relative(path));
        using var answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens an answer that is no JSON: an export or a report as CSV. Whoever asks disposes it.</summary>
    /// <param name="path">Below the service's address, without a slash before it; ids in it are escaped.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<HttpResponseMessage> DownloadAsync(string path, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Relative(path));
        return await SendAsync(request, cancellationToken, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>Asks for something below the service's address.</summary>
    /// <param name="accept">A media type that the answer is to have; null: JSON as it is.</param>
    internal async Task<T> GetAsync<T>(string path, CancellationToken ct, bool waits = true, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Relative(waits ? AfterOwnWrites(path) : path));
        if (accept is not null) request.Headers.Accept.ParseAdd(accept);
        using var answer = await SendAsync(request, ct).ConfigureAwait(false);
        return await ReadAsync<T>(answer, ct).ConfigureAwait(false);
    }

    /// <summary>Writes a file below the service's address to a stream, once it is here as a whole.</summary>
    internal async Task DownloadAsync(string path, Stream target, CancellationToken ct)
    {
        var file = await OpenAsync(path, ct).ConfigureAwait(false);
        await using (file.ConfigureAwait(false)) await file.CopyToAsync(target, ct).ConfigureAwait(false);
    }

    /// <summary>Asks for a file below the service's address; whoever reads it disposes of it.</summary>
    internal async Task<Stream> OpenAsync(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Relative(AfterOwnWrites(path)));
        var answer = await SendAsync(request, ct).ConfigureAwait(false);
        return await answer.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Has something done that needs no body. Its key makes it safe to send again.</summary>
    /// <param name="attempt">How long it may take; null: as any request.</param>
    internal async Task<T> CommandAsync<T>(string path, string key, CancellationToken ct, TimeSpan? attempt = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Relative(path));
        if (attempt is { } most) request.Options.Set(Resending.Attempt, most);
        request.Headers.Add(LedgerHeaders.IdempotencyKey, key);
        using var answer = await SendAsync(request, ct).ConfigureAwait(false);
        return await ReadAsync<T>(answer, ct).ConfigureAwait(false);
    }

    private string AfterOwnWrites(string path)
    {
        if (!readsOwnWrites || Position is not (> 0 and var seen)) return path;
        var joint = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return string.Create(CultureInfo.InvariantCulture, $"{path}{joint}minPosition={seen}");
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken ct, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead)
    {
        var answer = await http.SendAsync(request, until, ct).ConfigureAwait(false);
        if (answer.IsSuccessStatusCode)
        {
            if (request.Method != HttpMethod.Get) Observe(PositionOf(answer));
            return answer;
        }

        using (answer) throw await RefusalAsync(request, answer, ct).ConfigureAwait(false);
    }

    private static async Task<LedgerException> RefusalAsync(HttpRequestMessage request, HttpResponseMessage answer, CancellationToken ct)
    {
        var what = $"{request.Method} {request.RequestUri}";
        try
        {
            return new LedgerException(await ReadAsync<ProblemAnswer>(answer, ct).ConfigureAwait(false), what);
        }
        catch (JsonException)
        {
            var status = (int)answer.StatusCode;
            var title = answer.ReasonPhrase ?? "";
            return new LedgerException(
                new ProblemAnswer { Type = "about:blank", Title = title, Status = status, Detail = title, Code = LedgerException.NoProblem },
                what);
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken ct)
    {
        using var content = await answer.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        return await JsonSerializer.DeserializeAsync<T>(content, Wire.Lenient, ct).ConfigureAwait(false)
            ?? throw new JsonException("The ledger answered with null.");
    }

    private static long PositionOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues(LedgerHeaders.Position, out var values)
            && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 0;

    private static ByteArrayContent Json(object body) =>
        Typed(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Wire.Options), "application/json");

    private static ByteArrayContent Lines(IReadOnlyCollection<IFact> facts)
    {
        using var lines = new MemoryStream();
        foreach (var fact in facts)
        {
            var line = JsonSerializer.SerializeToNode(fact, fact.GetType(), Wire.Options)!.AsObject();
            line["type"] = fact.GetType().Name;
            lines.Write(JsonSerializer.SerializeToUtf8Bytes(line, Wire.Options));
            lines.WriteByte((byte)'\n');
        }

        return Typed(lines.ToArray(), "application/x-ndjson");
    }

    private static ByteArrayContent Typed(byte[] body, string type) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static Uri Folder(Uri address) =>
        address.AbsolutePath.EndsWith('/') ? address : new UriBuilder(address) { Path = address.AbsolutePath + "/" }.Uri;
}
