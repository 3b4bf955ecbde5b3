using Ledger.Contracts.V1;
using Ledger.Domain.Due;
using Ledger.Domain.Mechanics;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Orders;

/// <summary>
/// Asks the rules for an order's evaluation and records it, in the same way for first snapshots, returns, cancellations and amendments
/// (domain.md §4).
/// </summary>
internal static class Evaluate
{
    /// <summary>The lines as the rules see them.</summary>
    /// <param name="lines">The snapshot's lines.</param>
    /// <param name="gone">The quantity returned so far, by lineId.</param>
    public static IReadOnlyList<EvaluatedLine> Lines(IReadOnlyList<OrderLine> lines, Func<string, decimal> gone)
    {
        var evaluated = new EvaluatedLine[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            evaluated[i] = new EvaluatedLine(
                line.LineId, line.Sku, line.Category, line.Kind, line.Quantity, line.Quantity - gone(line.LineId), line.UnitPrice,
                line.Discount);
        }

        return evaluated;
    }

    /// <summary>The question to the rules for a first snapshot.</summary>
    /// <param name="rate">The rate of the order's currency (mechanics.md §10); null for the program's own currency.</param>
    public static FactEnd.Asks First(Recorder recorder, OrderPlaced placed, ProgramVersion version, Exact? rate)
    {
        var question = new EvaluateOrder(
            placed.Source, placed.OrderId, version.Version, placed.PlacedAt, Lines(placed.Lines, _ => 0), placed.ContactId,
            placed.PartnerId, placed.Tags, Rate: rate);
        return new FactEnd.Asks(question, Standings.Of(recorder.Catalog, version, recorder.Account, placed.PlacedAt));
    }

    /// <summary>
    /// The question to the rules for a recorded order, with what its first evaluation froze. Wallets and the funding partner stay those of
    /// the first evaluation, also when an amendment names another contact or partner (mechanics.md §1).
    /// </summary>
    /// <param name="order">The order before the fact.</param>
    /// <param name="lines">The order's lines once the fact is applied.</param>
    /// <param name="comingBack">Quantity that the fact returns, by lineId.</param>
    public static FactEnd.Asks Reevaluate(Order order, IReadOnlyList<OrderLine> lines, Func<string, decimal> comingBack)
    {
        var first = order.Snapshot!;
        var question = new EvaluateOrder(
            order.Source, order.Id, first.ProgramVersion, first.PlacedAt,
            Lines(lines, line => order.Returned.GetValueOrDefault(line) + comingBack(line)), first.ContactId, first.PartnerId, first.Tags,
            Frozen: order.Evaluation!.Frozen,
            RecordedLines: ReferenceEquals(lines, first.Lines) ? null : Lines(first.Lines, _ => 0));
        return new FactEnd.Asks(question, null);
    }

    /// <summary>Records an evaluation in place of the last one.</summary>
    /// <param name="recorder">Takes the events; its order already has the fact recorded.</param>
    /// <param name="before">The order before the fact.</param>
    /// <param name="evaluation">The evaluation of the order as it now stands.</param>
    /// <param name="now">Effective time: the later of the fact's time and the clock.</param>
    public static void Record(Recorder recorder, Order before, OrderEvaluation evaluation, DateTimeOffset now)
    {
        var (account, order) = (recorder.Account, recorder.Order);
        var first = order.Snapshot!;
        var version = recorder.Catalog.Version(first.ProgramVersion);
        var isFirst = before.Evaluation is null;
        recorder.EmitForOrder(new DiscountComputed(
                order.Program, order.Source, order.Id, account.Id, version.Version,
                isFirst ? version.Calendar.MonthOf(first.PlacedAt) : order.Month, evaluation, now, recorder.RecordedAt,
                isFirst ? null : MeasuresOf(recorder.Catalog, before),
                isFirst ? RebatePeriods.OpenedBy(recorder.Catalog, account, first.PlacedAt) : null,
                first.AccountId == account.Id ? null : first.AccountId));
    }

    /// <summary>An order's measures as it stands: those of its evaluation, and those under keys that later versions added.</summary>
    public static OrderMeasures MeasuresOf(ProgramCatalog catalog, Order order)
    {
        var (measures, first) = (order.Evaluation!.Measures, order.Snapshot!);
        var isClosed = WindDownRules.EarningEnded(catalog.Version(first.ProgramVersion), first.PlacedAt);
        if (measures.Scopes.Count == OrderMeasuring.CountOf(catalog, isClosed)) return measures;
        var lines = Lines(order.Lines, line => order.Returned.GetValueOrDefault(line));
        var rate = order.Evaluation.Frozen.Rate;
        var missing = OrderMeasuring.Missing(catalog, lines, Lines(first.Lines, _ => 0), rate, isClosed, measures.Has);
        return measures with { Scopes = [.. measures.Scopes, .. missing] };
    }
}
