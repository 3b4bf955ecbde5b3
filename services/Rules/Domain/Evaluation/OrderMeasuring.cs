using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>
/// What an order comes to as it stands, under every key that windows, milestones, rebates and judging read: each scope of the catalog; each
/// scope once more for an order of a program's wind-down (<see cref="WindDownRules.KeyOf"/>); and the orders of the loyalty kind
/// (<see cref="LoyaltyRules.OrdersKey"/>) where a version judges accounts. The one list of keys, for evaluations and for orders that a
/// later version finds there.
/// </summary>
public static class OrderMeasuring
{
    /// <summary>How many keys an order is measured under. A catalog only ever adds keys, so a smaller number says that some are
    /// missing.</summary>
    /// <param name="isClosed">Whether the order is one of a wind-down.</param>
    public static int CountOf(ProgramCatalog catalog, bool isClosed)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return (isClosed ? 2 * catalog.Scopes.Count : catalog.Scopes.Count) + (catalog.Judges ? 1 : 0);
    }

    /// <summary>The keys that every order is measured under, those of a wind-down apart.</summary>
    public static IEnumerable<string> KeysOf(ProgramCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var scopes = catalog.Scopes.Select(scope => scope.Key);
        return catalog.Judges ? scopes.Append(LoyaltyRules.OrdersKey) : scopes;
    }

    /// <summary>What a recorded order comes to under keys that it was not measured under yet.</summary>
    /// <param name="lines">As they stand.</param>
    /// <param name="recorded">As first recorded.</param>
    /// <param name="rate">Of the order's currency; null for the program's own.</param>
    /// <param name="isClosed">Whether the order is one of a wind-down.</param>
    /// <param name="isKnown">Whether it is measured under a key already.</param>
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

    /// <summary>What an order comes to under all keys.</summary>
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

    // Cancelled and fully returned orders are none.
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
