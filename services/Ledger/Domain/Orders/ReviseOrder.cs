using Ledger.Contracts.V1;
using Ledger.Domain.Due;
using Ledger.Domain.Mechanics;
using Ledger.Domain.Postings;
using Ledger.Domain.Programs;

namespace Ledger.Domain.Orders;

/// <summary>A further snapshot of a recorded order: repeats, lower revisions and amendments (domain.md §2).</summary>
internal static class ReviseOrder
{
    public static FactEnd Decide(Recorder recorder, OrderPlaced placed, string hash, OrderEvaluation? evaluation)
    {
        var order = recorder.Order;
        var first = order.Snapshot!;
        if (!recorder.Account.Answers(placed.AccountId) || placed.PlacedAt != first.PlacedAt || placed.Currency != first.Currency)
        {
            return Outcome.Reject(Refusals.AmendmentChangesIdentity, "An amendment may not change account, placedAt or currency.");
        }

        var at = OrderFacts.EffectiveAt(order, OrderFacts.TimeOf(placed));
        if (placed.Revision < order.Revision)
        {
            DueWork.CarryOut(recorder, recorder.NotBefore(at));
            recorder.EmitForOrder(new OrderSuperseded(
                order.Program, order.Source, order.Id, recorder.Account.Id, placed.Revision, hash, at, recorder.RecordedAt));
            // A superseded revision leaves the order as it is, but it is a recorded fact, so the account is judged after it (mechanics.md
            // §6).
            AllMechanics.Conclude(recorder);
            return Outcome.Superseded;
        }

        if (order.IsCancelled) return Outcome.Reject(Refusals.OrderCancelled, $"Order {order.Id} is cancelled.");
        var quantities = placed.Lines.ToDictionary(line => line.LineId, line => line.Quantity, StringComparer.Ordinal);
        foreach (var (line, returned) in order.Returned)
        {
            if (quantities.GetValueOrDefault(line) >= returned) continue;
            return Outcome.Reject(Refusals.AmendmentBelowReturned, $"Of line {line} more was returned than the amendment leaves.");
        }

        if (Partners.Refusal(recorder.Catalog.Version(first.ProgramVersion), placed.PartnerId) is { } unknown) return unknown;

        var now = recorder.NotBefore(at);
        DueWork.CarryOut(recorder, now);
        if (evaluation is null) return Evaluate.Reevaluate(order, placed.Lines, _ => 0);

        var account = recorder.Account;
        recorder.EmitForOrder(new OrderRevised(
            order.Program, order.Source, order.Id, account.Id, placed.Revision, placed.Lines, hash, now, recorder.RecordedAt,
            placed.ContactId, placed.PartnerId, placed.Tags));
        Evaluate.Record(recorder, order, evaluation, now);
        var cause = new Cause(CauseKindNames.Amendment, order.Source, order.Id, Revision: placed.Revision);
        new RecordedFact(RecordedFactKind.Amended, account, order, now, cause).Follow(recorder);
        return Outcome.Recorded;
    }
}
