using System.Diagnostics;
using Ledger.Contracts.V1;
using Ledger.Domain.Deciding;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Orders;

/// <summary>
/// Decides every fact about an order: chooses the decision for its type, and parks it when its order is not recorded yet.
/// </summary>
public static class OrderFacts
{
    /// <summary>When the fact happened by its own account. For an amendment: when it was made, but not before placedAt.</summary>
    public static DateTimeOffset TimeOf(IOrderFact fact) => fact switch
    {
        OrderPlaced { AmendedAt: { } amended } placed when amended > placed.PlacedAt => amended,
        OrderPlaced placed => placed.PlacedAt,
        OrderReturned returned => returned.ReturnedAt,
        OrderPaid paid => paid.PaidAt,
        OrderShipped shipped => shipped.ShippedAt,
        OrderDelivered delivered => delivered.DeliveredAt,
        OrderCancelled cancelled => cancelled.CancelledAt,
        _ => throw new UnreachableException($"{fact?.GetType().Name} is no fact about an order."),
    };

    internal static FactEnd Decide(Recorder recorder, RecordFact command, OrderEvaluation? evaluation)
    {
        var hash = command.ContentHash;
        if (recorder.Order.IsRecorded && Known(recorder.Order, FactKeys.Of(command.Fact), hash) is { } known) return known;
        if (AheadOfTime.Is(TimeOf(command.Fact), recorder.RecordedAt)) return Parking.Park(recorder, command);
        return command.Fact switch
        {
            OrderPlaced placed => recorder.Order.IsRecorded
                ? ReviseOrder.Decide(recorder, placed, hash, evaluation)
                : RecordOrder.Decide(recorder, placed, hash, evaluation),
            _ when !recorder.Order.IsRecorded => Parking.Park(recorder, command),
            OrderReturned returned => ReturnOrder.Decide(recorder, returned, hash, evaluation),
            OrderCancelled cancelled => ReturnOrder.Cancel(recorder, cancelled, hash, evaluation),
            OrderPaid paid => ProgressOrder.Decide(recorder, Trigger.Paid, paid.PaymentId, paid.PaidAt, hash),
            OrderShipped shipped => ProgressOrder.Decide(recorder, Trigger.Shipped, shipped.ShipmentId, shipped.ShippedAt, hash),
            OrderDelivered delivered => ProgressOrder.Decide(
                recorder, Trigger.Delivered, delivered.DeliveryId, delivered.DeliveredAt, hash),
            _ => throw new UnreachableException($"{command.Fact.GetType().Name} is no fact about an order."),
        };
    }

    /// <summary>The effective time of a fact about a recorded order: not before the order's placedAt (domain.md §2).</summary>
    internal static DateTimeOffset EffectiveAt(Order order, DateTimeOffset at) =>
        at > order.Snapshot!.PlacedAt ? at : order.Snapshot.PlacedAt;

    /// <summary>
    /// Repeated when the key is bound to the same content, a conflict when it is bound to other content; null when it is free.
    /// </summary>
    private static Outcome? Known(Order order, string key, string hash) =>
        order.Keys.Find(key) is not { } known ? null
        : known == hash ? Outcome.Repeated
        : Outcome.Conflict($"{key} of order {order.Id} was recorded with other content.");
}
