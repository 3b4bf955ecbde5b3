using Ledger.EventLog;
using Ledger.Hosting;
using Ledger.Rules.Host;
using Ledger.TestSupport;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ledger.Services.Tests.Rules;

/// <summary>A rules host of its own: only the engine, connected to the bus.</summary>
internal sealed class RulesBus(IHost host) : IAsyncDisposable
{
    public IBus Bus => host.Services.GetRequiredService<IBus>();

    public static async Task<RulesBus> StartAsync(TestDatabase database)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new EventStore(database.DataSource));
        builder.Services.AddRules();
        builder.Services.AddLedgerBus(
            new Uri(TestServers.Rabbit), bus => bus.AddRulesConsumers(), (bus, context) => bus.ReceiveEvaluations(context));
        var host = builder.Build();
        await host.StartAsync();

        // Waits until the bus has started, because a bus that is stopped before that keeps running.
        await host.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(30));
        return new RulesBus(host);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
