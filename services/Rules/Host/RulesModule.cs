using Ledger.Contracts.V1;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Ledger.Rules.Host;

/// <summary>The rules in a host: the engine over the bus. Stateless, so any number of hosts share the queue.</summary>
public static class RulesModule
{
    // Enough to keep a host busy while answers travel.
    private const int AtOnce = 4;

    /// <summary>Needs an EventStore.</summary>
    public static IServiceCollection AddRules(this IServiceCollection services) => services.AddSingleton<CatalogCache>();

    /// <summary>Registers the consumers.</summary>
    public static void AddRulesConsumers(this IBusRegistrationConfigurator bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        bus.AddConsumer<EvaluateOrdersConsumer>();
    }

    /// <summary>Configures the queue. Who asks waits and asks again, so nothing that fails is kept.</summary>
    public static void ReceiveEvaluations(this IRabbitMqBusFactoryConfigurator bus, IBusRegistrationContext context)
    {
        ArgumentNullException.ThrowIfNull(bus);
        bus.ReceiveEndpoint(EvaluateOrders.Queue, queue =>
        {
            queue.Durable = true;
            queue.PrefetchCount = AtOnce;
            queue.ConcurrentMessageLimit = AtOnce;
            queue.UseMessageRetry(retry =>
            {
                retry.Handle<NpgsqlException>();
                retry.Handle<IOException>();
                retry.Handle<UnknownVersionException>();
                retry.Interval(20, TimeSpan.FromMilliseconds(250));
            });
            queue.DiscardFaultedMessages();
            queue.DiscardSkippedMessages();
            queue.ConfigureConsumer<EvaluateOrdersConsumer>(context);
        });
    }
}
