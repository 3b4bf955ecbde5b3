using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ledger.Cli.Tests;

/// <summary>A fake service: it gives the answers that a test sets, and records the requests. It computes nothing.</summary>
internal sealed class FakeLedger : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeLedger(WebApplication app) => this.app = app;

    /// <summary>A request as it came.</summary>
    internal sealed record Asked(string Line, string Body, string? Key);

    /// <summary>Gives the answer to a request: status and body; null for 404.</summary>
    public Func<Asked, (int Status, string Body)?> Answer { get; set; } = _ => null;

    /// <summary>The log position that every answer states.</summary>
    public long Position { get; set; }

    /// <summary>What was asked, in order, except for a program's versions.</summary>
    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>The published versions of every program, 1 and on, as documents.</summary>
    public IReadOnlyList<string> Versions { get; set; } = [];

    public string Url => app.Urls.Single();

    public static async Task<FakeLedger> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var fake = new FakeLedger(app);
        app.Run(fake.HandleAsync);
        await app.StartAsync();
        return fake;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    /// <summary>The answer of the endpoint for many facts, with every fact recorded.</summary>
    public static (int Status, string Body) Recorded(Asked request)
    {
        var facts = request.Body.Count(character => character == '\n');
        return (200, $$"""{"recorded":{{facts}},"repeated":0,"superseded":0,"parked":0,"rejected":0,"conflicts":"""
            + $$"""0,"position":{{facts}},"problems":[]}""");
    }

    /// <summary>The answer of GET /v1/integrity with views at given positions.</summary>
    public static (int Status, string Body) Integrity(long head, params long[] views)
    {
        var projections = views.Select((at, i) => $$"""{"name":"v{{i}}","position":{{at}},"lag":{{head - at}},"activeHere":true}""");
        return (200, $$"""{"head":{{head}},"chain":"aa","projections":[{{string.Join(',', projections)}}],"daemon":[],"webhooks":[]}""");
    }

    private (int Status, string Body)? VersionsAnswer(string line)
    {
        if (!line.StartsWith("GET ", StringComparison.Ordinal) || !line.Contains("/versions", StringComparison.Ordinal)) return null;
        if (line.EndsWith("/versions", StringComparison.Ordinal))
        {
            var items = Versions.Select((_, i) => $$"""{"program":"w","version":{{i + 1}},"status":"published","clock":"manual"}""");
            return (200, $$"""{"items":[{{string.Join(',', items)}}]}""");
        }

        var version = int.Parse(line[(line.LastIndexOf('/') + 1)..]);
        return (200, $$"""{"program":"w","version":{{version}},"status":"published","document":{{Versions[version - 1]}}}""");
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var asked = new Asked(
            $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}",
            await reader.ReadToEndAsync(),
            context.Request.Headers.Authorization);
        var versions = VersionsAnswer(asked.Line);
        if (versions is null) Requests.Enqueue(asked);
        var (status, body) = versions ?? Answer(asked) ?? (404, """{"code":"not_found","detail":"There is nothing here."}""");
        context.Response.StatusCode = status;
        context.Response.ContentType = status < 400 ? "application/json" : "application/problem+json";
        context.Response.Headers["Ledger-Position"] = Position.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (status is 429 or 503) context.Response.Headers.RetryAfter = "0";
        await context.Response.WriteAsync(body);
    }
}
