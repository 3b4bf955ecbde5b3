using Ledger.Contracts.V1;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Ledger.Rules.Host;

/// <summary>Adds the rules to a host, which then evaluates orders over the bus. The rules are stateless, so any number of hosts can share
/// the queue.</summary>
public static class RulesModule
{
    // Messages processed at once: enough to keep a host busy while answers are sent.
    private const int AtOnce = 4;

    /// <summary>Adds the services of the rules. The host must have an EventStore.</summary>
    public static IServiceCollection AddRules(this IServiceCollection services) => services.AddSingleton<CatalogCache>();

    /// <summary>Registers the consumers.</summary>
    public static void AddRulesConsumers(this IBusRegistrationConfigurator bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        bus.AddConsumer<EvaluateOrdersConsumer>();
    }

    /// <summary>Configures the queue. A requester that gets no answer asks again, so failed messages are discarded.</summary>
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
