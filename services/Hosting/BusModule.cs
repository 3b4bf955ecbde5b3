using Ledger.Contracts.V1;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Hosting;

/// <summary>MassTransit over RabbitMQ, configured for every host.</summary>
public static class BusModule
{
    /// <summary>Adds the bus with the consumers and endpoints of the process's roles.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="rabbit">amqp URI with user, password and virtual host.</param>
    /// <param name="register">Adds consumers and clients.</param>
    /// <param name="receive">Configures endpoints.</param>
    public static void AddLedgerBus(
        this IServiceCollection services, Uri rabbit, Action<IBusRegistrationConfigurator> register,
        Action<IRabbitMqBusFactoryConfigurator, IBusRegistrationContext> receive)
    {
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            register(bus);
            bus.UsingRabbitMq((context, configure) =>
            {
                configure.Host(rabbit);
                configure.UseInstrumentation(serviceName: "ledger");
                configure.ConfigureJsonSerializerOptions(options =>
                {
                    Wire.Configure(options);
                    options.Converters.Insert(0, new ContractJson());
                    return options;
                });
                receive(configure, context);
            });
        });
        services.Configure<MassTransitHostOptions>(options =>
        {
            // The HTTP endpoints start without waiting for the broker; the bus connects when the broker answers.
            options.WaitUntilStarted = false;
            options.StopTimeout = TimeSpan.FromSeconds(10);
        });
    }

    /// <summary>
    /// The state of the process's bus. Ready: connected, with every queue declared, bound and consumed, so a message that is published from
    /// now on reaches its queue. Queues and bindings stay in the broker, which keeps messages while no process runs.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <returns>ready or waiting; null without a bus.</returns>
    internal static string? StateOf(IServiceProvider services) => services.GetService<IBusControl>()?.CheckHealth().Status switch
    {
        null => null,
        BusHealthStatus.Healthy => "ready",
        _ => "waiting",
    };
}
