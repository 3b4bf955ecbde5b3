using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>
/// Measures an order as it stands under every key that windows, milestones, rebates and judging read: each scope of the catalog; each scope
/// again for an order of a program's wind-down (<see cref="WindDownRules.KeyOf"/>); and the loyalty kind's key
/// (<see cref="LoyaltyRules.OrdersKey"/>) where a version judges accounts. Both evaluations and new versions, which measure existing
/// orders, use this list of keys.
/// </summary>
public static class OrderMeasuring
{
    /// <summary>The number of keys under which an order is measured. A catalog only adds keys, so an order with fewer lacks some.</summary>
    /// <param name="isClosed">Whether the order was placed in a wind-down.</param>
    public static int CountOf(ProgramCatalog catalog, bool isClosed)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return (isClosed ? 2 * catalog.Scopes.Count : catalog.Scopes.Count) + (catalog.Judges ? 1 : 0);
    }

    /// <summary>The keys under which every order is measured, without those of a wind-down.</summary>
    public static IEnumerable<string> KeysOf(ProgramCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var scopes = catalog.Scopes.Select(scope => scope.Key);
        return catalog.Judges ? scopes.Append(LoyaltyRules.OrdersKey) : scopes;
    }

    /// <summary>Measures a recorded order under the keys under which it has not been measured yet.</summary>
    /// <param name="lines">The lines as they stand.</param>
    /// <param name="recorded">The lines as first recorded.</param>
    /// <param name="rate">The rate of the order's currency; null for the program's own.</param>
    /// <param name="isClosed">Whether the order was placed in a wind-down.</param>
    /// <param name="isKnown">Whether the order has been measured under a key.</param>
    public static IEnumerable<ScopeMeasure> Missing(
        ProgramCatalog catalog, IReadOnlyList<EvaluatedLine> lines, IReadOnlyList<EvaluatedLine> recorded, Exact? rate, bool isClosed,
        Predicate<string> isKnown)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(isKnown);
        foreach (var scope in catalog.Scopes)
        {
            if (isKnown(scope.Key)) continue;
            var measure = new ScopeMeasure(scope.Key, scope.Net(lines, rate), scope.Counts(recorded));
            yield return measure;
            if (isClosed) yield return AtTheEnd(measure);
        }

        if (catalog.Judges && !isKnown(LoyaltyRules.OrdersKey)) yield return OfLoyalty(lines);
    }

    /// <summary>Measures an order under all keys.</summary>
    internal static OrderMeasures All(
        ProgramCatalog catalog, Basket basket, long points, FrozenContext frozen, IReadOnlyList<EvaluatedLine> lines, bool isClosed)
    {
        var count = catalog.Scopes.Count;
        var measures = new ScopeMeasure[CountOf(catalog, isClosed)];
        if (catalog.Judges) measures[^1] = OfLoyalty(lines);
        for (var s = 0; s < count; s++)
        {
            var key = catalog.Scopes[s].Key;
            var measure = new ScopeMeasure(key, basket.Net(s), Contains(frozen.OrdersInScope, key));
            measures[s] = measure;
            if (isClosed) measures[count + s] = AtTheEnd(measure);
        }

        return new OrderMeasures(points, measures);
    }

    private static ScopeMeasure AtTheEnd(ScopeMeasure measure) => measure with { Scope = WindDownRules.KeyOf(measure.Scope) };

    // Cancelled and fully returned orders do not count.
    private static ScopeMeasure OfLoyalty(IReadOnlyList<EvaluatedLine> lines) =>
        new(LoyaltyRules.OrdersKey, lines.All(line => line.Remaining == 0) ? Exact.Zero : Exact.One, false);

    private static bool Contains(IReadOnlyList<string> keys, string key)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i] == key) return true;
        }

        return false;
    }
}
