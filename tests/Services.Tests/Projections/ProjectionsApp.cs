using System.Net.Http.Json;
using System.Text.Json;
using Ledger.EventLog;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Projections.Host;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tailing;
using Ledger.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ledger.Services.Tests.Projections;

/// <summary>The projections as a host of their own, on a database that others may share.</summary>
internal sealed class ProjectionsApp : IAsyncDisposable
{
    private readonly WebApplication app;

    private ProjectionsApp(WebApplication app, string key)
    {
        this.app = app;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Client = new HttpClient { BaseAddress = new Uri(address) };
        Client.DefaultRequestHeaders.Authorization = TestKeys.Header(key);
    }

    public HttpClient Client { get; }

    public Tailer Tailer => app.Services.GetRequiredService<Tailer>();

    public AccountAnswers Answers => app.Services.GetRequiredService<AccountAnswers>();

    public PositionGate Gate => app.Services.GetRequiredService<PositionGate>();

    public static async Task<ProjectionsApp> StartAsync(
        TestDatabase database, EventStore store, Action<ProjectionsOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(database.DataSource);
        builder.Services.AddSingleton(store);
        builder.Services.AddLedgerStore();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddAccess();
        builder.Services.AddProjections(configure);
        var app = builder.Build();
        app.UseAccess();
        app.MapProjections();
        app.DemandDeclared();
        var key = await TestKeys.ForAllAsync(database.DataSource);
        await app.StartAsync();
        return new ProjectionsApp(app, key);
    }

    /// <summary>The answer's body; the request must succeed.</summary>
    public async Task<JsonElement> GetAsync(string path) => await Client.GetFromJsonAsync<JsonElement>(path);

    /// <summary>All exports of a program at or after a position, by name.</summary>
    public async Task<Dictionary<string, string>> ExportsAsync(string program, long minPosition)
    {
        var exports = new Dictionary<string, string>();
        foreach (var name in (string[])["balances", "standings", "rebates", "entitlements", "members", "grants", "challenges", "partners"])
        {
            exports[name] = await Client.GetStringAsync($"/v1/programs/{program}/exports/{name}.csv?minPosition={minPosition}");
        }

        return exports;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
