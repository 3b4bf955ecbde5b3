using Ledger.Contracts.V1;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Cli.Import.Sending;

/// <summary>A connection to RabbitMQ that only sends.</summary>
internal sealed class Broker : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider services;

    private Broker(ServiceProvider services) => this.services = services;

    public IBusControl Bus => services.GetRequiredService<IBusControl>();

    /// <summary>Connects to the broker that LEDGER_RABBITMQ names.</summary>
    public static async Task<Broker> ConnectAsync(CancellationToken cancellation)
    {
        var text = Environment.GetEnvironmentVariable("LEDGER_RABBITMQ");
        if (string.IsNullOrEmpty(text))
        {
            throw new CliFailure(
                "Where is the broker? --via bus needs LEDGER_RABBITMQ, an address like amqp://user:password@host:5672/.", ExitCode.Usage);
        }
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            throw new CliFailure("LEDGER_RABBITMQ is no address like amqp://user:password@host:5672/.", ExitCode.Usage);
        }
        var broker = new Broker(Services(address));
        try
        {
            using var limit = new CancellationTokenSource(StartMax);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
            await broker.Bus.StartAsync(both.Token);
            return broker;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            await broker.services.DisposeAsync();
            throw new CliFailure($"The broker that LEDGER_RABBITMQ names cannot be reached: {failure.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Bus.StopAsync(StartMax);
        await services.DisposeAsync();
    }

    private static ServiceProvider Services(Uri address)
    {
        var services = new ServiceCollection();
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.UsingRabbitMq((_, rabbit) =>
            {
                rabbit.Host(address, host => host.PublisherConfirmation = true);
                rabbit.ConfigureJsonSerializerOptions(options =>
                {
                    Wire.Configure(options);
                    return options;
                });
            });
        });
        return services.BuildServiceProvider();
    }
}
