using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Ledger.Host;

/// <summary>The ledger's queue on the bus.</summary>
public static class LedgerBus
{
    /// <summary>Order facts come here, whichever way they were published.</summary>
    public const string OrdersQueue = "ledger-orders";

    /// <summary>Commands about value come here.</summary>
    public const string CommandsQueue = "ledger-commands";

    // Enough for the writer to batch, little enough for batches of 1,000 facts to fit in memory.
    private const ushort OnTheWayMax = 16;

    // A command is small and waits for a commit; this many share one.
    private const ushort CommandsOnTheWayMax = 256;

    /// <summary>Registers the consumers.</summary>
    public static void AddLedgerConsumers(this IBusRegistrationConfigurator bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        bus.AddConsumer<OrderFactsConsumer>();
        bus.AddConsumer<SpendingConsumer>();
    }

    /// <summary>
    /// Configures the queue: one active consumer at a time, so that a second node stands by and order is kept. A batch that the database
    /// cannot take waits in the writer; nothing is acknowledged before it is durable.
    /// </summary>
    public static void ReceiveOrders(this IRabbitMqBusFactoryConfigurator bus, IBusRegistrationContext context)
    {
        ArgumentNullException.ThrowIfNull(bus);
        var facts = context.GetRequiredService<Facts>();
        bus.ReceiveEndpoint(OrdersQueue, queue =>
        {
            Configure(queue, OnTheWayMax, new UnreadableMessages(facts));
            queue.ConfigureConsumer<OrderFactsConsumer>(context);
        });
        bus.ReceiveEndpoint(CommandsQueue, queue =>
        {
            Configure(queue, CommandsOnTheWayMax, new UnreadableMessages(facts, areCommands: true));
            queue.ConfigureConsumer<SpendingConsumer>(context);
        });
    }

    private static void Configure(IRabbitMqReceiveEndpointConfigurator queue, ushort onTheWayMax, UnreadableMessages unreadable)
    {
        queue.ConfigureError(pipe => pipe.UseFilter<ExceptionReceiveContext>(unreadable));
        queue.ConfigureDeadLetter(pipe => pipe.UseFilter<ReceiveContext>(unreadable));
        queue.Durable = true;
        queue.SingleActiveConsumer = true;
        queue.PrefetchCount = onTheWayMax;
        queue.ConcurrentMessageLimit = onTheWayMax;
        queue.ConfigureReceive(pipe => pipe.UseFilter(new InOrder()));
    }
}
