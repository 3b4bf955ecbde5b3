using Ledger.Contracts.V1;
using Ledger.Domain.Due;
using Ledger.Domain.Mechanics;
using Ledger.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Orders;

/// <summary>
/// Payments, shipments and deliveries: the first of a kind may be the trigger that sets the activation of the order's lots (domain.md §4
/// step 4).
/// </summary>
internal static class ProgressOrder
{
    public static FactEnd Decide(Recorder recorder, Trigger trigger, string? factId, DateTimeOffset occurredAt, string hash)
    {
        var (order, fact) = (recorder.Order, NameOf(trigger));
        var at = OrderFacts.EffectiveAt(order, occurredAt);
        DueWork.CarryOut(recorder, recorder.NotBefore(at));
        var (account, now) = (recorder.Account, recorder.NotBefore(at));
        // After a cancellation it is recorded and has no effect (domain.md §2).
        var isFirst = !order.IsCancelled && !order.Triggers.ContainsKey(fact);
        recorder.EmitForOrder(new OrderProgressed(
            order.Program, order.Source, order.Id, account.Id, fact, factId ?? "", occurredAt, isFirst, hash, at, recorder.RecordedAt));
        var cause = new Cause(CauseKindNames.Progress, order.Source, order.Id);
        new RecordedFact(RecordedFactKind.Progressed, account, order, now, cause).Follow(recorder);
        return Outcome.Recorded;
    }

    /// <summary>The name of a trigger on the wire.</summary>
    public static string NameOf(Trigger trigger) => trigger switch
    {
        Trigger.Placed => "placed",
        Trigger.Paid => "paid",
        Trigger.Shipped => "shipped",
        Trigger.Delivered => "delivered",
    };
}
