using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ledger.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ledger.Services.Tests.Webhooks;

/// <summary>One request that a receiver got.</summary>
/// <param name="Body">The body as received; empty once very many requests are stored.</param>
/// <param name="Hash">Of the body.</param>
internal sealed record Received(string Id, long Position, string Timestamp, string Signature, string Body, string Hash, bool IsAccepted)
{
    /// <summary>A member of the CloudEvent.</summary>
    public JsonElement this[string name] => JsonSerializer.Deserialize<JsonElement>(Body).GetProperty(name);
}

/// <summary>
/// An integrator's server on this machine, with one path per webhook. The test sets its answers, and can stop and start it.
/// </summary>
internal sealed class Receiver : IAsyncDisposable
{
    private const int BodiesMax = 20_000;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Received>> byPath = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Path, string Id), bool> accepted = new();
    private int bodies;
    private int acceptedCount;
    private readonly int port = FreePort();
    private WebApplication? app;

    /// <summary>What a request is answered with: a status, or null to break the connection. By default 204.</summary>
    public Func<HttpContext, Task<int?>> Answer { get; set; } = _ => Task.FromResult<int?>(StatusCodes.Status204NoContent);

    public static async Task<Receiver> StartAsync()
    {
        var receiver = new Receiver();
        await receiver.ComeAsync();
        return receiver;
    }

    public Uri UrlOf(string path) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/{path}"));

    /// <summary>All requests to a path, in order of arrival.</summary>
    public IReadOnlyList<Received> At(string path) => byPath.TryGetValue($"/{path}", out var came) ? [.. came] : [];

    /// <summary>How many events were accepted at all paths; one that was accepted twice counts once.</summary>
    public int AcceptedCount => Volatile.Read(ref acceptedCount);

    /// <summary>The events accepted at a path, without repetitions.</summary>
    public IReadOnlyList<Received> FirstAccepted(string path) => [.. At(path).Where(one => one.IsAccepted).DistinctBy(one => one.Id)];

    /// <summary>Starts the server.</summary>
    public async Task ComeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        app = builder.Build();
        app.Run(TakeAsync);
        await app.StartAsync();
    }

    /// <summary>Stops the server and breaks all its connections.</summary>
    public async Task DieAsync()
    {
        if (app is not { } dying) return;
        app = null;
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await dying.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await dying.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await DieAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var status = await Answer(context);
        var headers = context.Request.Headers;
        var cloudEvent = JsonSerializer.Deserialize<JsonElement>(body);
        MessagesOut.OfThisRun.Take(cloudEvent, context.Request.ContentType);
        var position = long.Parse(cloudEvent.GetProperty("position").GetString()!, CultureInfo.InvariantCulture);
        var (path, id, isAccepted) = (context.Request.Path.Value!, headers["webhook-id"].ToString(), status is >= 200 and <= 299);
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        byPath.GetOrAdd(path, _ => []).Enqueue(new Received(
            id, position, headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(),
            Interlocked.Increment(ref bodies) <= BodiesMax ? body : "", hash, isAccepted));
        if (isAccepted && accepted.TryAdd((path, id), true)) Interlocked.Increment(ref acceptedCount);
        if (status is { } code) context.Response.StatusCode = code;
        else context.Abort();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
