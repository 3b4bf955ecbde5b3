using System.Net;
using System.Text;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Client;

/// <summary>
/// A client of a ledger over HTTP: it sends facts and commands, and reads. One instance serves any number of programs and threads.
/// </summary>
public sealed partial class LedgerClient : IDisposable
{
    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(5);

    private readonly HttpClient http;
    private readonly LedgerClientOptions options;
    private long position;

    /// <summary>Makes a client over an HttpClient whose handlers resend requests.</summary>
    internal LedgerClient(HttpClient http, LedgerClientOptions options)
    {
        (this.http, this.options) = (http, options);
        http.Timeout = Timeout.InfiniteTimeSpan;
    }

    /// <summary>
    /// The largest position of the log in the answers to this client's writes; its reads reflect at least this position.
    /// </summary>
    public long Position => Volatile.Read(ref position);

    /// <summary>Makes a client without dependency injection.</summary>
    /// <param name="address">The service's address.</param>
    /// <param name="key">The API key, <c>lk_…</c>.</param>
    /// <param name="configure">Further options.</param>
    public static LedgerClient Open(Uri address, string key, Action<LedgerClientOptions>? configure = null)
    {
        var options = new LedgerClientOptions { Address = address, Key = key };
        configure?.Invoke(options);
        return Open(options);
    }

    /// <summary>Makes a client without dependency injection.</summary>
    /// <exception cref="InvalidOperationException">The options have no address.</exception>
    public static LedgerClient Open(LedgerClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var sender = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = ConnectMax,
            AutomaticDecompression = DecompressionMethods.All,
            // A proxy cannot reach a service on this machine's loopback address.
            UseProxy = !options.Now().Address.IsLoopback,
        };
        return new LedgerClient(new HttpClient(Resending.Before(sender, options)), options);
    }

    /// <summary>The part of the interface about one program.</summary>
    /// <param name="program">The program's id.</param>
    public LedgerProgram Program(string program) => new(this, program);

    /// <summary>Makes later reads reflect at least this position, for example that of another client's write.</summary>
    public void Observe(long written)
    {
        for (var known = Position; written > known; known = Position) Interlocked.CompareExchange(ref position, written, known);
    }

    /// <summary>Sends a fact: about an order, an activity, a membership or a rate.</summary>
    /// <exception cref="LedgerException">The ledger refused it, or its key had been used with other content (<c>conflict</c>).</exception>
    public async Task<FactAnswer> SubmitAsync(IFact fact, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fact);
        var (method, path) = CommandPaths.Of(fact);
        using var answer = await SendAsync(method, path, Json(fact), cancellationToken).ConfigureAwait(false);
        return (await ReadAsync<FactAnswer>(answer, cancellationToken).ConfigureAwait(false)).Value;
    }

    /// <summary>Sends many facts of one program, in the order given; each succeeds or fails on its own.</summary>
    /// <param name="program">The program of all facts.</param>
    /// <param name="facts">The facts. The collection is enumerated again if the request is sent again.</param>
    /// <param name="cancellationToken">Cancels the call; facts that were recorded stay.</param>
    /// <returns>The numbers of facts by outcome, and the lines with a problem.</returns>
    public Task<LinesAnswer> SubmitAsync(string program, IReadOnlyCollection<IFact> facts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return Program(program).SubmitLinesAsync(Lines(facts), cancellationToken);
    }

    /// <summary>Carries out a command about value. Its key makes it safe to send it again.</summary>
    /// <exception cref="LedgerException">The ledger refused it, or its key had been used with other content (<c>conflict</c>).</exception>
    public Task<CommandResult> ExecuteAsync(ISpendingCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ExecuteAsync(CommandPaths.Of(command), command.Key, Json(command), cancellationToken);
    }

    /// <summary>The holder of this client's key, and what the key may do.</summary>
    public Task<KeyAnswer> GetKeyAsync(CancellationToken cancellationToken = default) =>
        GetAsync<KeyAnswer>("v1/key", cancellationToken, waits: false);

    /// <summary>The programs of the service, by id.</summary>
    public Task<ProgramsAnswer> GetProgramsAsync(CancellationToken cancellationToken = default) =>
        GetAsync<ProgramsAnswer>("v1/programs", cancellationToken, waits: false);

    /// <summary>The positions of the log and of its followers.</summary>
    public Task<IntegrityAnswer> GetIntegrityAsync(CancellationToken cancellationToken = default) =>
        GetAsync<IntegrityAnswer>(LedgerPaths.Integrity, cancellationToken);

    /// <summary>Makes the service recompute the log's chain and compare everything derived from the log.</summary>
    /// <param name="published">Chain values recorded elsewhere, with which the log is compared.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LedgerException"><c>already_running</c>: a check without these values is running.</exception>
    public Task<LogCheckStatus> StartVerificationAsync(
        IReadOnlyList<PublishedChain>? published = null, CancellationToken cancellationToken = default) => SendAsync<LogCheckStatus>(
            HttpMethod.Post, LedgerPaths.Verification, published is null ? null : new VerificationRequest(published), cancellationToken);

    /// <summary>The progress or result of the last check of the log.</summary>
    public Task<LogCheckStatus> GetVerificationAsync(CancellationToken cancellationToken = default) =>
        GetAsync<LogCheckStatus>(LedgerPaths.Verification, cancellationToken, waits: false);

    /// <summary>Makes the service rebuild its views from the log beside the live ones. While a rebuild runs, further calls start no
    /// other.</summary>
    public Task<RebuildStatus> StartRebuildAsync(CancellationToken cancellationToken = default) =>
        SendAsync<RebuildStatus>(HttpMethod.Post, LedgerPaths.Rebuild, null, cancellationToken);

    /// <summary>The progress of the last rebuild.</summary>
    public Task<RebuildStatus> GetRebuildAsync(CancellationToken cancellationToken = default) =>
        GetAsync<RebuildStatus>(LedgerPaths.Rebuild, cancellationToken, waits: false);

    /// <summary>Reads any address for which this client has no method.</summary>
    /// <param name="path">Relative to the service's address, without a leading slash; ids must be escaped
    /// (<see cref="LedgerPaths"/>).</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<T> ReadAsync<T>(string path, CancellationToken cancellationToken = default) => GetAsync<T>(path, cancellationToken);

    /// <summary>Reads an answer with its JSON and the position of the log that it reflects.</summary>
    /// <param name="path">Relative to the service's address, without a leading slash; ids must be escaped
    /// (<see cref="LedgerPaths"/>).</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<LedgerAnswer<T>> AskAsync<T>(string path, CancellationToken cancellationToken = default) =>
        AskAsync<T>(path, waits: true, cancellationToken);

    /// <summary>Sends a request for which this client has no method. Like every request it may be sent again, so it must be safe to
    /// repeat.</summary>
    /// <param name="method">Any method but GET.</param>
    /// <param name="path">Relative to the service's address, without a leading slash; ids must be escaped
    /// (<see cref="LedgerPaths"/>).</param>
    /// <param name="body">The body, written as JSON; a string is sent as it is, as JSON text. Null: no body.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
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

    /// <summary>Sends DELETE to an address.</summary>
    /// <param name="path">Relative to the service's address, without a leading slash; ids must be escaped
    /// (<see cref="LedgerPaths"/>).</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(HttpMethod.Delete, path, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens an answer that is not JSON, such as an export or report as CSV. The caller disposes it.</summary>
    /// <param name="path">Relative to the service's address, without a leading slash; ids must be escaped
    /// (<see cref="LedgerPaths"/>).</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<HttpResponseMessage> DownloadAsync(string path, CancellationToken cancellationToken = default) =>
        SendAsync(
            HttpMethod.Get, new Resending.Errand(options, AfterOwnWrites(path)) { Take = Resending.Errand.LeaveAsync }, null,
            cancellationToken);

    /// <summary>Writes an answer to a stream as it arrives. If the connection breaks, the answer is requested again and written from the
    /// beginning.</summary>
    /// <param name="path">Relative to the service's address, without a leading slash; ids must be escaped
    /// (<see cref="LedgerPaths"/>).</param>
    /// <param name="target">Written from its present position. A stream that cannot seek gets the answer only after all of it has
    /// arrived.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
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

    /// <summary>Reads an answer as it arrives, without buffering it.</summary>
    /// <param name="path">Relative to the service's address, without a leading slash; ids must be escaped
    /// (<see cref="LedgerPaths"/>).</param>
    /// <param name="read">Reads the answer from its beginning; called again if the connection breaks.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
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
}
