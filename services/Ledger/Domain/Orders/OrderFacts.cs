using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Ledger.Domain;

/// <summary>Decides every fact about an order: which decision it is, and whether its order is here yet.</summary>
public static class OrderFacts
{
    /// <param name="recorder">The program, the order's account and where events go. Without a recorded order the account is the one the snapshot names.</param>
    /// <param name="order">The order as its stream tells it.</param>
    /// <param name="fact">Well-formed by <see cref="FactChecks"/>.</param>
    /// <param name="hash">Its <see cref="ContentHash"/>.</param>
    /// <param name="payload">The fact as it came, kept if it must be parked.</param>
    public static Step Decide(Recorder recorder, Order order, IOrderFact fact, string hash, Func<System.Text.Json.JsonElement> payload)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(order);
        return fact switch
        {
            OrderPlaced placed => order.IsRecorded ? ReviseOrder.Decide(recorder, order, placed, hash) : RecordOrder.Decide(recorder, order, placed, hash),
            _ when !order.IsRecorded => Park(recorder, order, fact, hash, payload),
            OrderReturned returned => ReturnGoods.Decide(recorder, order, returned, hash),
            OrderCancelled cancelled => ReturnGoods.Cancel(recorder, order, cancelled, hash),
            OrderPaid paid => ProgressOrder.Decide(recorder, order, Trigger.Paid, paid.PaymentId, paid.PaidAt, hash),
            OrderShipped shipped => ProgressOrder.Decide(recorder, order, Trigger.Shipped, shipped.ShipmentId, shipped.ShippedAt, hash),
            OrderDelivered delivered => ProgressOrder.Decide(recorder, order, Trigger.Delivered, delivered.DeliveryId, delivered.DeliveredAt, hash),
            _ => throw new System.Diagnostics.UnreachableException($"{fact?.GetType().Name} is no fact about an order."),
        };
    }

    /// <summary>When the fact says it happened; a snapshot that gives no time of its own happened when it was placed.</summary>
    public static DateTimeOffset TimeOf(IOrderFact fact) => fact switch
    {
        OrderPlaced placed => placed.AmendedAt ?? placed.PlacedAt,
        OrderReturned returned => returned.ReturnedAt,
        OrderPaid paid => paid.PaidAt,
        OrderShipped shipped => shipped.ShippedAt,
        OrderDelivered delivered => delivered.DeliveredAt,
        OrderCancelled cancelled => cancelled.CancelledAt,
        _ => throw new System.Diagnostics.UnreachableException($"{fact?.GetType().Name} is no fact about an order."),
    };

    /// <summary>The effective time of a fact of a recorded order: never before its order (domain.md §2).</summary>
    public static DateTimeOffset EffectiveAt(Order order, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(order);
        return at > order.Snapshot!.PlacedAt ? at : order.Snapshot.PlacedAt;
    }

    /// <summary>What waited for an order that is here now, as it is applied: by effective time, then arrival (domain.md §2). None is effective before the order.</summary>
    public static IReadOnlyList<FactParked> Waiting(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return [.. order.Parked.OrderBy(parked => order.IsRecorded ? EffectiveAt(order, parked.EffectiveAt) : parked.EffectiveAt)];
    }

    /// <summary>Whether a key is taken: by the same content (a repeat) or by other content (a conflict); null when it is free.</summary>
    public static Step? Known(Order order, string key, string hash)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (!order.Keys.TryGetValue(key, out var known)) return null;
        return new Step.Done(known == hash ? Outcome.Repeated : Outcome.Conflict($"{key} of order {order.Id} was recorded with other content."));
    }

    private static Step.Done Park(Recorder recorder, Order order, IOrderFact fact, string hash, Func<System.Text.Json.JsonElement> payload)
    {
        if (order.Parked.Any(parked => parked.ContentHash == hash)) return new Step.Done(Outcome.Parked);
        recorder.EmitForOrder(order, new FactParked(
            order.Program, order.Source, order.Id, fact.GetType().Name, hash, payload(), TimeOf(fact), recorder.RecordedAt));
        return new Step.Done(Outcome.Parked);
    }
}
