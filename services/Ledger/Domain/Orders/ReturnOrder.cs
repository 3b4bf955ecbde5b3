using Ledger.Contracts.V1;
using Ledger.Domain.Due;
using Ledger.Domain.Mechanics;
using Ledger.Domain.Postings;

namespace Ledger.Domain.Orders;

/// <summary>Returns and cancellations: the order is evaluated again as it now stands and the difference is posted (domain.md §4).</summary>
internal static class ReturnOrder
{
    public static FactEnd Decide(Recorder recorder, OrderReturned returned, string hash, OrderEvaluation? evaluation)
    {
        var order = recorder.Order;
        if (order.IsCancelled) return Outcome.Reject(Refusals.OrderCancelled, $"Order {order.Id} is cancelled; nothing remains to return.");
        var lines = order.Lines.ToDictionary(line => line.LineId, StringComparer.Ordinal);
        foreach (var line in returned.Lines)
        {
            if (!lines.TryGetValue(line.LineId, out var ordered))
            {
                return Outcome.Reject(Refusals.UnknownLine, $"Order {order.Id} has no line {line.LineId}.");
            }
            var remaining = order.RemainingOf(ordered);
            if (line.Quantity > remaining)
            {
                return Outcome.Reject(
                    Refusals.ReturnExceedsRemaining, $"{remaining} of line {line.LineId} remain; {line.Quantity} cannot be returned.");
            }
        }

        return Post(recorder, returned.Lines, returned.ReturnId, returned.ReturnedAt, hash, evaluation);
    }

    /// <summary>A cancellation returns all that remains.</summary>
    public static FactEnd Cancel(Recorder recorder, OrderCancelled cancelled, string hash, OrderEvaluation? evaluation)
    {
        var order = recorder.Order;
        var lines = order
            .Lines.Select(line => new ReturnedLine(line.LineId, order.RemainingOf(line)))
            .Where(line => line.Quantity > 0)
            .ToList();
        return Post(recorder, lines, null, cancelled.CancelledAt, hash, evaluation);
    }

    private static FactEnd Post(
        Recorder recorder, IReadOnlyList<ReturnedLine> lines, string? returnId, DateTimeOffset occurredAt, string hash,
        OrderEvaluation? evaluation)
    {
        var order = recorder.Order;
        var now = recorder.NotBefore(OrderFacts.EffectiveAt(order, occurredAt));
        DueWork.CarryOut(recorder, now);
        if (evaluation is null)
        {
            var coming = lines.ToDictionary(line => line.LineId, line => line.Quantity, StringComparer.Ordinal);
            return Evaluate.Reevaluate(order, order.Lines, line => coming.GetValueOrDefault(line));
        }

        var account = recorder.Account;
        recorder.EmitForOrder(new ReturnRecorded(
            order.Program, order.Source, order.Id, account.Id, returnId, lines, occurredAt, hash, now, recorder.RecordedAt));
        Evaluate.Record(recorder, order, evaluation, now);
        var cause = new Cause(returnId is null ? CauseKindNames.Cancellation : CauseKindNames.Return, order.Source, order.Id, returnId);
        new RecordedFact(RecordedFactKind.Returned, account, order, now, cause).Follow(recorder);
        return Outcome.Recorded;
    }
}
