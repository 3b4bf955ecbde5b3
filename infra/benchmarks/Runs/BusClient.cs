using System.Text.Json;
using Ledger.Bench.Load;
using Ledger.Contracts.V1;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Bench.Runs;

/// <summary>A sender's connection to RabbitMQ, with a consumer if a run has one.</summary>
internal sealed class BusClient : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(30);
    private readonly ServiceProvider services;

    private BusClient(ServiceProvider services) => this.services = services;

    public IBusControl Bus => services.GetRequiredService<IBusControl>();

    public static async Task<BusClient> StartAsync(
        Uri rabbit, Action<IBusRegistrationConfigurator>? register = null,
        Action<IRabbitMqBusFactoryConfigurator, IBusRegistrationContext>? receive = null)
    {
        var services = new ServiceCollection();
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            register?.Invoke(bus);
            bus.UsingRabbitMq((context, configure) =>
            {
                configure.Host(rabbit);
                configure.ConfigureJsonSerializerOptions(options =>
                {
                    Wire.Configure(options);
                    return options;
                });
                receive?.Invoke(configure, context);
            });
        });
        var client = new BusClient(services.BuildServiceProvider());
        using var limit = new CancellationTokenSource(StartMax);
        await client.Bus.StartAsync(limit.Token);
        return client;
    }

    public static SubmitOrders Batch(IReadOnlyCollection<Fact> facts) => new([.. facts.Select(fact => JsonElement.Parse(fact.Line))]);

    public async ValueTask DisposeAsync()
    {
        await Bus.StopAsync(StartMax);
        await services.DisposeAsync();
    }
}
