using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>A further snapshot of a recorded order: repeats, lower revisions and amendments (domain.md §2).</summary>
public static class ReviseOrder
{
    public static Step Decide(Recorder recorder, Order order, OrderPlaced placed, string hash)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(placed);
        if (OrderFacts.Known(order, FactKeys.Revision(placed.Revision), hash) is { } known) return known;
        var (first, account) = (order.Snapshot!, recorder.Account);
        if (!account.Answers(placed.AccountId) || placed.PlacedAt != first.PlacedAt || placed.Currency != first.Currency)
        {
            return Refuse(Refusals.AmendmentChangesIdentity, "An amendment may not change account, placedAt or currency.");
        }

        var at = OrderFacts.EffectiveAt(order, OrderFacts.TimeOf(placed));
        if (placed.Revision < order.Revision)
        {
            DueWork.CarryOut(recorder, recorder.NotBefore(at));
            recorder.Emit(order, new OrderSuperseded(
                order.Program, order.Source, order.Id, account.Id, placed.Revision, hash, at, recorder.RecordedAt));
            return new Step.Done(Outcome.Superseded);
        }

        if (order.IsCancelled) return Refuse(Refusals.OrderCancelled, $"Order {order.Id} is cancelled.");
        var quantities = placed.Lines.ToDictionary(line => line.LineId, line => line.Quantity, StringComparer.Ordinal);
        foreach (var (line, returned) in order.Returned)
        {
            if (quantities.GetValueOrDefault(line) >= returned) continue;
            return Refuse(Refusals.AmendmentBelowReturned, $"Of line {line} more was returned than the amendment leaves.");
        }

        var now = recorder.NotBefore(at);
        DueWork.CarryOut(recorder, now);
        return Evaluate.Again(recorder, order, placed.Lines, placed.ContactId, placed.PartnerId, placed.Tags, _ => 0, evaluation =>
        {
            var previous = Evaluate.MeasuresOf(recorder.Catalog, order);
            var metric = TierReviews.MetricAt(recorder, now);
            recorder.Emit(order, new OrderRevised(
                order.Program, order.Source, order.Id, account.Id, placed.Revision, placed.Lines, hash, now, recorder.RecordedAt,
                placed.ContactId, placed.PartnerId, placed.Tags));
            var cause = new Cause("amendment", order.Source, order.Id, Revision: placed.Revision);
            Evaluate.Post(recorder, order, evaluation, now, cause, previous);
            // Only an amendment that raises the metric raises the tier (domain.md §4 step 5).
            if (TierReviews.MetricAt(recorder, now) > metric) TierReviews.Upgrade(recorder, now, cause);
            DueWork.CarryOut(recorder, recorder.Clock);
            return Outcome.Recorded;
        });
    }

    private static Step.Done Refuse(string code, string message) => new(Outcome.Reject(code, message));
}
