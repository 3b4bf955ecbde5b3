using FluentValidation;
using Ledger.Console;
using Ledger.EventLog;
using Ledger.Host.State;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Hosting.Resilience;
using Ledger.Hosting.Telemetry;
using Marten;
using Microsoft.Extensions.Configuration.Memory;
using Polly.Registry;

namespace Ledger.Standalone;

/// <summary>Composition root: the roles named in LEDGER_ROLES (all of them by default) in one process.</summary>
internal static class Program
{
    private const int ExitFailed = 1;
    private const int ExitUsage = 2;

    private static async Task<int> Main(string[] arguments)
    {
        var builder = WebApplication.CreateSlimBuilder(arguments);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // While this category is on, the web server begins an Activity and a log scope for each request, even if no span is exported. In a
        // profile they were 2 % of a redemption's processor time. It is the first source of settings, so that the environment can turn the
        // category on, which then logs each request.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = [new("Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", nameof(LogLevel.None))],
        });
        // Below warnings, Marten's daemon logs every start of a shard and every poll.
        foreach (var library in (string[])["Marten", "JasperFx", "Weasel"]) builder.Logging.AddFilter(library, LogLevel.Warning);
        if (await SettingsAsync(builder.Configuration) is not { } settings) return ExitUsage;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        // With scopes, because a scope contains the trace id if spans are exported.
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.IncludeScopes) = (true, true));

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Database.Open(settings.Postgres));
        var marten = builder.Services.AddLedgerStore();
        builder.Services.AddSingleton(new EventStore(Database.OpenForLog(settings.Postgres)));
        builder.Services.AddResilience();
        builder.Services.AddProblems();
        builder.Services.AddApi();
        builder.Services.AddAccess(settings.Rate, settings.Tokens);
        builder.Services.AddTelemetry(settings.Telemetry);
        builder.Services.AddRoles(settings, marten);

        var app = builder.Build();
        app.UseProxies(settings.Proxies);
        app.UseProblems();
        app.UseAccess();
        if (settings.Console is not null) app.UseConsole();
        app.MapHealth();
        app.MapKey();
        app.MapApi();
        app.MapTelemetry(settings.Telemetry);
        app.MapRoles(settings);
        app.DemandDeclared();

        var schema = LedgerDatabase.Schema(app.Services.GetRequiredService<IDocumentStore>());
        var start = app.Services.GetRequiredService<ResiliencePipelineProvider<string>>().GetPipeline(Pipelines.Start);
        if (await start.ExecuteAsync(async ct => await schema.DifferencesAsync(ct)) is { Count: > 0 } differences)
        {
            await System.Console.Error.WriteLineAsync(
                $"The database is not at this build; 'ledger db apply' brings it there. {string.Join(" ", differences)}");
            return ExitFailed;
        }

        await app.RunAsync();
        return 0;
    }

    // Prints every error of the settings, one line each.
    private static async Task<Settings?> SettingsAsync(IConfiguration configuration)
    {
        try
        {
            return Settings.Read(configuration);
        }
        catch (ValidationException wrong)
        {
            foreach (var error in wrong.Errors)
            {
                var name = error.PropertyName.Split('[')[0];
                await System.Console.Error.WriteLineAsync($"{name}: {error.ErrorMessage} ({error.ErrorCode})");
            }

            return null;
        }
    }
}
