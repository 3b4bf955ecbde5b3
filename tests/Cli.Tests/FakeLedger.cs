using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ledger.Cli.Tests;

/// <summary>Answers like a ledger would, as a test tells it to, and notes what it was asked. It computes nothing.</summary>
internal sealed class FakeLedger : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeLedger(WebApplication app) => this.app = app;

    /// <summary>A request as it came.</summary>
    internal sealed record Asked(string Line, string Body, string? Key);

    /// <summary>What it answers: status and body. Null answers 404.</summary>
    public Func<Asked, (int Status, string Body)?> Answer { get; set; } = _ => null;

    public ConcurrentQueue<Asked> Requests { get; } = new();

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

    /// <summary>An answer of the bulk door that records everything.</summary>
    public static (int Status, string Body) Recorded(Asked request)
    {
        var facts = request.Body.Count(character => character == '\n');
        return (200, $$"""{"recorded":{{facts}},"repeated":0,"superseded":0,"parked":0,"rejected":0,"conflicts":0,"position":{{facts}},"problems":[]}""");
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var asked = new Asked(
            $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}",
            await reader.ReadToEndAsync(),
            context.Request.Headers.Authorization);
        Requests.Enqueue(asked);
        var (status, body) = Answer(asked) ?? (404, """{"code":"not_found","detail":"There is nothing here."}""");
        context.Response.StatusCode = status;
        context.Response.ContentType = status < 400 ? "application/json" : "application/problem+json";
        if (status is 429 or 503) context.Response.Headers.RetryAfter = "0";
        await context.Response.WriteAsync(body);
    }
}
