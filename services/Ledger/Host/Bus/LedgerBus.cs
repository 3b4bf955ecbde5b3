using Ledger.Contracts.V1;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Host.Bus;

/// <summary>The ledger's queues on the bus.</summary>
public static class LedgerBus
{
    /// <summary>The queue of facts, both single ones and batches.</summary>
    public const string OrdersQueue = "ledger-orders";

    /// <summary>The queue of commands about value.</summary>
    public const string CommandsQueue = "ledger-commands";

    // Prefetched messages: enough for the writer to form batches, few enough that as many messages of 1,000 facts fit in memory.
    private const ushort OnTheWayMax = 16;

    // Prefetched commands. A command is small and waits for a commit, which up to this many can share.
    private const ushort CommandsOnTheWayMax = 256;

    /// <summary>
    /// Configures the queues. Each has a single active consumer, so that order is kept while a second node stands by. During an outage of
    /// the database, batches wait in the writer; a message is acknowledged only once it is durable. Messages are taken before the bus
    /// library deserializes them (see <see cref="OrderMessages"/>), so the exchanges of their types are bound here and not by consumers.
    /// </summary>
    public static void ReceiveOrders(this IRabbitMqBusFactoryConfigurator bus, IBusRegistrationContext context)
    {
        ArgumentNullException.ThrowIfNull(bus);
        bus.ReceiveEndpoint(OrdersQueue, queue =>
        {
            Configure(queue, OnTheWayMax, ActivatorUtilities.CreateInstance<OrderMessages>(context));
            queue.Bind<OrderPlaced>();
            queue.Bind<OrderAmended>();
            queue.Bind<OrderPaid>();
            queue.Bind<OrderShipped>();
            queue.Bind<OrderDelivered>();
            queue.Bind<OrderReturned>();
            queue.Bind<OrderCancelled>();
            queue.Bind<ActivityCompleted>();
            queue.Bind<ActivityRevoked>();
            queue.Bind<MembershipPurchased>();
            queue.Bind<MembershipRefunded>();
            queue.Bind<RateSet>();
            queue.Bind<SubmitOrders>();
        });
        bus.ReceiveEndpoint(CommandsQueue, queue =>
        {
            Configure(queue, CommandsOnTheWayMax, ActivatorUtilities.CreateInstance<CommandMessages>(context));
            queue.Bind<HoldPoints>();
            queue.Bind<CaptureHold>();
            queue.Bind<ReleaseHold>();
            queue.Bind<RedeemPoints>();
            queue.Bind<ReverseRedemption>();
            queue.Bind<AdjustPoints>();
            queue.Bind<OpenBalance>();
            queue.Bind<ApproveAdjustment>();
            queue.Bind<RejectAdjustment>();
            queue.Bind<TransferPoints>();
            queue.Bind<MergeAccounts>();
            queue.Bind<RedeemVoucher>();
            queue.Bind<CancelVoucher>();
            queue.Bind<ClaimFund>();
            queue.Bind<AddClaimProofs>();
            queue.Bind<ApproveClaim>();
            queue.Bind<RejectClaim>();
            queue.Bind<FulfilGrant>();
            queue.Bind<CancelGrant>();
        });
    }

    private static void Configure(IRabbitMqReceiveEndpointConfigurator queue, ushort onTheWayMax, IFilter<ReceiveContext> messages)
    {
        queue.Durable = true;
        queue.SingleActiveConsumer = true;
        queue.PrefetchCount = onTheWayMax;
        queue.ConcurrentMessageLimit = onTheWayMax;
        queue.ConfigureReceive(pipe =>
        {
            pipe.UseFilter(new InOrder());
            pipe.UseFilter(messages);
        });
    }
}
