using Ledger.EventLog;
using Ledger.Hosting;
using Ledger.Keys;
using Ledger.Ledger.Host;
using Npgsql;

namespace Ledger.Standalone;

/// <summary>Composition root: the roles named in LEDGER_ROLES (all of them by default) in one process.</summary>
internal static class Program
{
    private static async Task Main(string[] arguments)
    {
        var builder = WebApplication.CreateSlimBuilder(arguments);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        var settings = Settings.Read(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Database.Open(settings.Postgres));
        builder.Services.AddSingleton(provider => new EventStore(provider.GetRequiredService<NpgsqlDataSource>()));
        builder.Services.AddProblems();
        builder.Services.AddAccess();
        builder.Services.AddRoles(settings);

        var app = builder.Build();
        app.UseProblems();
        app.UseAccess();
        app.MapHealth();
        app.MapRoles(settings);
        app.DemandDeclared();

        var dataSource = app.Services.GetRequiredService<NpgsqlDataSource>();
        await EventLogSchema.CreateAsync(dataSource);
        await StateSchema.CreateAsync(dataSource, default);
        await app.Services.GetRequiredService<KeyTable>().CreateAsync();
        await app.RunAsync();
    }
}
