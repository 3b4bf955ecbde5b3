using System.Net;
using System.Text;
using System.Text.Json;
using Ledger.EventLog;
using Ledger.Host;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.TestSupport;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using NUnit.Framework;

namespace Ledger.Services.Tests.Running;

/// <summary>A ledger in this process on a database of the test's own, reachable over HTTP.</summary>
internal sealed class RunningLedger : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningLedger(WebApplication app, string key)
    {
        this.app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Http.DefaultRequestHeaders.Authorization = TestKeys.Header(key);
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => app.Services;

    /// <param name="database">Has the schema of this build.</param>
    /// <param name="time">What the clock says.</param>
    /// <param name="configure">Adds to the services; an <see cref="IEvaluations"/> among them replaces the one in process.</param>
    /// <param name="marten">Adds to Marten.</param>
    public static async Task<RunningLedger> StartAsync(
        TestDatabase database, TimeProvider? time = null, Action<IServiceCollection>? configure = null,
        Action<MartenServiceCollectionExtensions.MartenConfigurationExpression>? marten = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton(database.DataSource);
        var store = builder.Services.AddLedgerStore();
        marten?.Invoke(store);
        builder.Services.AddSingleton(new EventStore(database.DataSource));
        builder.Services.AddProblems();
        builder.Services.AddAccess();
        builder.Services.AddSingleton<IEvaluations, EvaluationsInProcess>();
        configure?.Invoke(builder.Services);
        builder.Services.AddLedger();
        var app = builder.Build();
        app.UseProblems();
        app.UseAccess();
        app.MapLedger();
        app.DemandDeclared();
        var key = await TestKeys.ForAllAsync(database.DataSource);
        await app.StartAsync();
        await app.Services.GetRequiredService<Writer>().Ready;
        return new RunningLedger(app, key);
    }

    /// <summary>Publishes a program document under a manual clock, so that nothing is carried out unasked.</summary>
    public async Task PublishAsync(string document)
    {
        using var parsed = JsonDocument.Parse(document);
        var (program, version) = (
            parsed.RootElement.GetProperty("program").GetString(), parsed.RootElement.GetProperty("version").GetInt32());
        await SendAsync(HttpMethod.Put, $"/v1/programs/{program}/versions/{version}?clock=manual", document, HttpStatusCode.OK);
        await SendAsync(HttpMethod.Post, $"/v1/programs/{program}/versions/{version}/publish", "", HttpStatusCode.OK);
    }

    /// <summary>Hands in lines and answers the counts.</summary>
    public Task<JsonElement> ImportAsync(string program, IEnumerable<string> lines) =>
        SendAsync(HttpMethod.Post, $"/v1/programs/{program}/orders", string.Join('\n', lines), HttpStatusCode.OK);

    /// <summary>Advances the program's clock and waits until all that is due is carried out.</summary>
    public async Task AdvanceAsync(string program, string to)
    {
        var clock = $"/v1/programs/{program}/clock";
        var advanced = await SendAsync(HttpMethod.Post, clock, $$"""{"advanceTo":"{{to}}"}""", HttpStatusCode.OK);
        if (advanced.GetProperty("due").GetInt64() == 0) return;
        await Eventually.TrueAsync(
            async () => (await SendAsync(HttpMethod.Get, clock, null, HttpStatusCode.OK)).GetProperty("due").GetInt64() == 0,
            "all that is due to be carried out", TimeSpan.FromMinutes(5));
    }

    /// <summary>Has the log and the state checked, and answers how the check ended.</summary>
    public async Task<JsonElement> CheckAsync()
    {
        const string path = "/v1/integrity/verify";
        await SendAsync(HttpMethod.Post, path, "", HttpStatusCode.Accepted);
        JsonElement ended = default;
        try
        {
            await Eventually.TrueAsync(
                async () =>
                    (ended = await SendAsync(HttpMethod.Get, path, null, HttpStatusCode.OK)).GetProperty("state").GetString() != "running",
                "the check to end",
                TimeSpan.FromMinutes(5));
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message} It stands at {ended}. The database does:\n{await ActivityAsync()}", late);
        }

        Assert.That(ended.GetProperty("state").GetString(), Is.EqualTo("done"), ended.ToString());
        return ended;
    }

    // What the database's sessions do, and what they wait for.
    private async Task<string> ActivityAsync()
    {
        const string sql = """
            select concat_ws(' ', pid, state, now() - query_start, wait_event_type, wait_event, pg_blocking_pids(pid), backend_type, query)
              from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() order by query_start
            """;
        await using var command = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var sessions = new List<string>();
        while (await reader.ReadAsync()) sessions.Add(reader.GetString(0));
        return string.Join('\n', sessions);
    }

    /// <summary>Sends a request, demands the status and answers the body.</summary>
    public async Task<JsonElement> SendAsync(
        HttpMethod method, string path, string? body, HttpStatusCode expected, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(expected), text);
        using var parsed = JsonDocument.Parse(text);
        return parsed.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
