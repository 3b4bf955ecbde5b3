using System.Net.Http.Json;
using System.Text.Json;
using Ledger.EventLog;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.TestSupport;
using Ledger.Webhooks.Domain;
using Ledger.Webhooks.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ledger.Services.Tests.Webhooks;

/// <summary>The webhooks as a host of their own, on a database that others may share.</summary>
internal sealed class WebhooksApp : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebhooksApp(WebApplication app, string key)
    {
        this.app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Client.DefaultRequestHeaders.Authorization = TestKeys.Header(key);
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => app.Services;

    /// <param name="database">Has the schema of this build.</param>
    /// <param name="schedule">When a failed delivery is tried again; by default at once, and practically without an end.</param>
    /// <param name="configure">More options; by default deliveries may go to this machine.</param>
    public static async Task<WebhooksApp> StartAsync(TestDatabase database, RetrySchedule? schedule = null,
        Action<WebhooksOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(database.DataSource);
        builder.Services.AddSingleton(new EventStore(database.DataSource));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddLedgerStore();
        builder.Services.AddProblems();
        builder.Services.AddAccess();
        builder.Services.AddWebhooks(options =>
        {
            options.Networks = Networks.Parse("127.0.0.0/8");
            options.Schedule = schedule ?? new RetrySchedule(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(50),
                TimeSpan.FromHours(1));
            configure?.Invoke(options);
        });
        var app = builder.Build();
        app.UseProblems();
        app.UseAccess();
        app.MapWebhooks();
        app.DemandDeclared();
        var key = await TestKeys.ForAllAsync(database.DataSource);
        await app.StartAsync();
        return new WebhooksApp(app, key);
    }

    /// <summary>Registers a webhook of the program acme for an address.</summary>
    public Task<JsonElement> RegisterAsync(string id, Uri url, params string[] types) =>
        SendAsync(HttpMethod.Put, id, new { url = url.ToString(), types = types is { Length: > 0 } ? types : ["*"] }, 201);

    public Task<JsonElement> GetAsync(string id) => SendAsync(HttpMethod.Get, id, null, 200);

    /// <summary>A call about a webhook of acme; demands the status and answers the body.</summary>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, int status)
    {
        using var request = new HttpRequestMessage(method, new Uri($"/v1/programs/acme/webhooks/{path}", UriKind.Relative));
        if (body is not null) request.Content = JsonContent.Create(body);
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if ((int)answer.StatusCode != status)
        {
            throw new InvalidOperationException($"{method} {path} was answered with {(int)answer.StatusCode}: {text}");
        }

        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Waits until a webhook is where it should be.</summary>
    public Task<JsonElement> UntilAsync(string id, Func<JsonElement, bool> isRight, string what, TimeSpan? within = null) =>
        Eventually.GetAsync(() => GetAsync(id), isRight, what, within);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
