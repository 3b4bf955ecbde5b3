using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>Returns and cancellations: the order is evaluated again as it now stands and the difference is posted (domain.md §4).</summary>
public static class ReturnGoods
{
    public static Step Decide(Recorder recorder, Order order, OrderReturned returned, string hash)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(returned);
        if (OrderFacts.Known(order, FactKeys.Return(returned.ReturnId), hash) is { } known) return known;
        if (order.IsCancelled) return new Step.Done(Outcome.Reject(Refusals.OrderCancelled, $"Order {order.Id} is cancelled; nothing remains to return."));
        var lines = order.Lines.ToDictionary(line => line.LineId, StringComparer.Ordinal);
        foreach (var line in returned.Lines)
        {
            if (!lines.TryGetValue(line.LineId, out var ordered))
            {
                return new Step.Done(Outcome.Reject(Refusals.UnknownLine, $"Order {order.Id} has no line {line.LineId}."));
            }

            var remaining = order.RemainingOf(ordered);
            if (line.Quantity > remaining)
            {
                return new Step.Done(Outcome.Reject(
                    Refusals.ReturnExceedsRemaining, $"{remaining} of line {line.LineId} remain; {line.Quantity} cannot be returned."));
            }
        }

        return Post(recorder, order, returned.Lines, returned.ReturnId, returned.ReturnedAt, hash);
    }

    /// <summary>A cancellation returns all that remains.</summary>
    public static Step Cancel(Recorder recorder, Order order, OrderCancelled cancelled, string hash)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(cancelled);
        if (OrderFacts.Known(order, FactKeys.Cancelled, hash) is { } known) return known;
        var lines = order.Lines.Select(line => new ReturnedLine(line.LineId, order.RemainingOf(line))).Where(line => line.Quantity > 0).ToList();
        return Post(recorder, order, lines, null, cancelled.CancelledAt, hash);
    }

    private static Step Post(Recorder recorder, Order order, IReadOnlyList<ReturnedLine> lines, string? returnId, DateTimeOffset occurredAt, string hash)
    {
        var now = recorder.NotBefore(OrderFacts.EffectiveAt(order, occurredAt));
        DueWork.CarryOut(recorder, now);
        var coming = lines.ToDictionary(line => line.LineId, line => line.Quantity, StringComparer.Ordinal);
        return Evaluate.Again(recorder, order, order.Lines, order.ContactId, order.PartnerId, order.Tags, line => coming.GetValueOrDefault(line), evaluation =>
        {
            var previous = Evaluate.MeasuresOf(recorder.Catalog, order);
            recorder.Emit(order, new ReturnRecorded(
                order.Program, order.Source, order.Id, recorder.Account.Id, returnId, lines, occurredAt, hash, now, recorder.RecordedAt));
            var cause = new Cause(returnId is null ? "cancellation" : "return", order.Source, order.Id, returnId);
            Evaluate.Post(recorder, order, evaluation, now, cause, previous);
            GiveBack.AfterReturn(recorder, order, now, cause);
            DueWork.CarryOut(recorder, recorder.Clock);
            return Outcome.Recorded;
        });
    }
}
