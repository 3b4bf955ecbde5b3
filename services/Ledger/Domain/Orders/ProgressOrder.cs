using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Ledger.Domain;

/// <summary>Payments, shipments and deliveries: the first of a kind may start the order's lots towards activation (domain.md §4 step 4).</summary>
public static class ProgressOrder
{
    public static Step Decide(Recorder recorder, Order order, Trigger trigger, string? factId, DateTimeOffset occurredAt, string hash)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(order);
        var fact = NameOf(trigger);
        if (OrderFacts.Known(order, FactKeys.Progress(fact, factId ?? ""), hash) is { } known) return known;
        var at = OrderFacts.EffectiveAt(order, occurredAt);
        DueWork.CarryOut(recorder, recorder.NotBefore(at));
        var now = recorder.NotBefore(at);
        var first = !order.Triggers.ContainsKey(fact);
        recorder.Emit(order, new OrderProgressed(
            order.Program, order.Source, order.Id, recorder.Account.Id, fact, factId ?? "", occurredAt, first, hash, at, recorder.RecordedAt));
        if (first) Schedule(recorder, order, now);
        DueWork.CarryOut(recorder, recorder.Clock);
        return new Step.Done(Outcome.Recorded);
    }

    /// <summary>When a first lot of the order activates, as far as is known: trigger plus delay; null before the trigger.</summary>
    public static DateTimeOffset? ActivatesAt(ProgramVersion version, Order order)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(order);
        DateTimeOffset? trigger = version.Points.ActivationOn == Trigger.Placed ? order.Snapshot!.PlacedAt
            : order.Triggers.TryGetValue(NameOf(version.Points.ActivationOn), out var at) ? at
            : null;
        return trigger?.AddDays(version.Points.DelayDays);
    }

    private static void Schedule(Recorder recorder, Order order, DateTimeOffset now)
    {
        if (ActivatesAt(recorder.Catalog.Version(order.Snapshot!.ProgramVersion), order) is not { } scheduled) return;

        // A trigger that comes late for its date activates at the clock.
        var activatesAt = scheduled > now ? scheduled : now;
        foreach (var lot in recorder.Account.Lots.OfOrder(order.Key))
        {
            if (lot.ActivatesAt is not null) continue;
            recorder.Emit(new ActivationScheduled(
                order.Program, recorder.Account.Id, lot.Number, activatesAt, new Cause("progress", order.Source, order.Id), now, recorder.RecordedAt));
        }
    }

    private static string NameOf(Trigger trigger) => trigger switch
    {
        Trigger.Placed => "placed",
        Trigger.Paid => "paid",
        Trigger.Shipped => "shipped",
        Trigger.Delivered => "delivered",
    };
}
