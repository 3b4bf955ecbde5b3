using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Ledger.Domain;

/// <summary>Asks for an order's evaluation and posts what changed: one mechanism for first snapshots, returns, cancellations and amendments (domain.md §4).</summary>
public static class Evaluate
{
    /// <summary>The lines as the rules see them.</summary>
    /// <param name="lines">The snapshot's lines.</param>
    /// <param name="gone">Quantity that is no longer there, by lineId.</param>
    public static IReadOnlyList<EvaluatedLine> Lines(IReadOnlyList<OrderLine> lines, Func<string, decimal> gone)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(gone);
        var evaluated = new EvaluatedLine[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            evaluated[i] = new EvaluatedLine(
                line.LineId, line.Sku, line.Category, line.Kind, line.Quantity, line.Quantity - gone(line.LineId), line.UnitPrice, line.Discount);
        }

        return evaluated;
    }

    /// <summary>Evaluates a recorded order again, with what it froze the first time.</summary>
    /// <param name="recorder">The account and the program.</param>
    /// <param name="order">The order before the fact.</param>
    /// <param name="lines">Its lines with the fact.</param>
    /// <param name="contactId">Its contact with the fact.</param>
    /// <param name="partnerId">Its partner with the fact.</param>
    /// <param name="tags">Its tags with the fact.</param>
    /// <param name="comingBack">Quantity that the fact returns, by lineId.</param>
    /// <param name="then">Records the fact.</param>
    public static Step Again(
        Recorder recorder, Order order, IReadOnlyList<OrderLine> lines, string? contactId, string? partnerId, IReadOnlyDictionary<string, string>? tags,
        Func<string, decimal> comingBack, Func<OrderEvaluation, Outcome> then)
    {
        ArgumentNullException.ThrowIfNull(order);
        var first = order.Snapshot!;
        var question = new EvaluateOrder(
            order.Source, order.Id, first.ProgramVersion, first.PlacedAt,
            Lines(lines, line => order.Returned.GetValueOrDefault(line) + comingBack(line)), contactId, partnerId, tags, Frozen: order.Evaluation!.Frozen,
            RecordedLines: ReferenceEquals(lines, first.Lines) ? null : Lines(first.Lines, _ => 0));
        return new Step.Ask(question, null, then);
    }

    /// <summary>What an order measures as it stands: its evaluation's measures, and those of scopes that were published since.</summary>
    public static OrderMeasures MeasuresOf(ProgramCatalog catalog, Order order)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(order);
        var measures = order.Evaluation!.Measures;
        if (measures.Scopes.Count >= catalog.Scopes.Count) return measures;
        var lines = Lines(order.Lines, line => order.Returned.GetValueOrDefault(line));
        var recorded = Lines(order.Snapshot!.Lines, _ => 0);
        var known = measures.Scopes.Select(scope => scope.Scope).ToHashSet(StringComparer.Ordinal);
        var later = catalog.Scopes.Where(scope => !known.Contains(scope.Key)).Select(scope => new ScopeMeasure(scope.Key, scope.Net(lines), scope.Counts(recorded)));
        return measures with { Scopes = [.. measures.Scopes, .. later] };
    }

    /// <summary>Records an evaluation in place of the last one and posts the difference to lots and closed rebates.</summary>
    /// <param name="recorder">Takes the events.</param>
    /// <param name="order">The order, its fact already recorded.</param>
    /// <param name="evaluation">As the order now stands.</param>
    /// <param name="now">Effective time: the later of the fact's time and the clock.</param>
    /// <param name="cause">The fact.</param>
    /// <param name="previous">What it measured before the fact; null when it was not there.</param>
    public static void Post(Recorder recorder, Order order, OrderEvaluation evaluation, DateTimeOffset now, Cause cause, OrderMeasures? previous)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(evaluation);
        var account = recorder.Account;
        var first = order.Snapshot!;
        var version = recorder.Catalog.Version(first.ProgramVersion);
        var before = order.Evaluation;
        var opened = before is null ? RebatePeriods.OpenedBy(recorder.Catalog, account, first.PlacedAt) : null;
        var seen = order.EvaluatedFor.ToHashSet(StringComparer.Ordinal);
        var month = before is null ? version.Calendar.MonthOf(first.PlacedAt) : order.Month;
        recorder.Emit(order, new DiscountComputed(
            order.Program, order.Source, order.Id, account.Id, version.Version, month, evaluation, now, recorder.RecordedAt, previous, opened,
            first.AccountId == account.Id ? null : first.AccountId));

        foreach (var owner in OwnersOf(before, evaluation))
        {
            var difference = PointsOf(evaluation, owner) - PointsOf(before, owner);
            if (difference != 0) PostPoints(recorder, order, version, owner, !seen.Contains(owner), difference, evaluation, now, cause);
        }

        InheritedPeriods.Correct(recorder, order, month, now, cause);
        foreach (var period in account.Rebates.Values.Where(period => period.IsClosed && month >= period.Months.From && month <= period.Months.To).ToList())
        {
            RebateClose.Post(recorder, period, now, cause);
        }
    }

    private static void PostPoints(
        Recorder recorder, Order order, ProgramVersion version, string owner, bool isFirst, long difference, OrderEvaluation evaluation,
        DateTimeOffset now, Cause cause)
    {
        var wallet = new WalletKey(owner, Units.Points);
        var lots = recorder.Account.Lots.OfOrder(order.Key, wallet);
        if (difference < 0)
        {
            Reversal.Post(recorder, wallet, lots, -difference, version.Points.Negative, cause, version.Version, now);
            return;
        }

        var placedAt = order.Snapshot!.PlacedAt;
        var target = new CreditTarget(
            wallet, lots, ProgressOrder.ActivatesAt(version, order), version.Calendar.ExpiryOf(placedAt, version.Points.Expiry),
            from => version.Calendar.ExpiryOf(from, version.Points.Expiry), isFirst, order.Key);
        var components = evaluation.Earning
            .Where(outcome => outcome.Applied && outcome.Owner == owner)
            .Select(outcome => new Component(outcome.Rule, outcome.Base ?? Exact.Zero, outcome.Rate ?? Exact.Zero, outcome.Points))
            .ToList();
        Credit.Post(recorder, target, difference, cause, version.Version, now, components);
    }

    // Decreases first, so that a lot that moved from one owner to another never stands twice.
    private static IEnumerable<string> OwnersOf(OrderEvaluation? before, OrderEvaluation after) =>
        (before?.Owners ?? []).Concat(after.Owners).Select(owner => owner.Owner).Distinct(StringComparer.Ordinal)
            .OrderBy(owner => PointsOf(after, owner) - PointsOf(before, owner) >= 0).ThenBy(owner => owner, StringComparer.Ordinal);

    private static long PointsOf(OrderEvaluation? evaluation, string owner)
    {
        foreach (var part in evaluation?.Owners ?? [])
        {
            if (part.Owner == owner) return part.Points;
        }

        return 0;
    }
}
