using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>
/// Freezes what later evaluations of an order reuse from its first one (domain.md §4; mechanics.md §3, §6, §7, §10, §11).
/// </summary>
internal static class Freezing
{
    public static FrozenContext First(ProgramCatalog catalog, VersionPlan plan, EvaluateOrder order, Standing standing)
    {
        var version = plan.Version;
        var before = new StateBefore(catalog, version, new Occasion(order.PlacedAt, order.ContactId, order.PartnerId, order.Tags),
            standing);
        var closed = WindDownRules.EarningEnded(version, order.PlacedAt) ? Reasons.WindDown : null;
        List<RuleMetric>? metrics = null;
        List<RuleReason>? failed = null;
        foreach (var discount in plan.Discounts)
        {
            if ((closed ?? before.Refuses(discount.Rule.Validity)) is { } reason)
            {
                (failed ??= []).Add(new RuleReason(discount.Key, reason));
            }
            else if (discount.Rule.Window is { } window)
            {
                var spend = standing.Measures.Spend(catalog.Scopes[discount.Scope].Key, window.EndingWith(before.Month));
                (metrics ??= []).Add(new RuleMetric(discount.Key, spend));
            }
        }

        var unpaid = closed ?? (version.PartnerOf(order.PartnerId) is { MayIssue: false } ? Reasons.PartnerMayNotIssue : null);
        foreach (var earning in plan.Earning)
        {
            if ((unpaid ?? before.Refuses(earning.Rule.Validity)) is { } reason) (failed ??= []).Add(new RuleReason(earning.Key, reason));
        }

        return new FrozenContext(
            version.Version, before.Tier,
            version.Tiers[version.TierIndex(before.Tier)].PointsMultiplier * MembershipTerms.Multiplier(version, standing.Memberships),
            (IReadOnlyList<RuleMetric>?)metrics ?? [], (IReadOnlyList<RuleReason>?)failed ?? [],
            InScope(catalog, order, []), catalog.Scopes.Count, order.Rate, ActivationRules.Frozen(version, standing.Perks));
    }

    /// <summary>The same context, extended by the scopes that were defined since.</summary>
    public static FrozenContext Later(ProgramCatalog catalog, EvaluateOrder order, FrozenContext frozen) =>
        frozen.ScopesKnown >= catalog.Scopes.Count
            ? frozen
            : frozen with
            {
                OrdersInScope = InScope(catalog, order, frozen.OrdersInScope, frozen.ScopesKnown),
                ScopesKnown = catalog.Scopes.Count,
            };

    private static List<string> InScope(ProgramCatalog catalog, EvaluateOrder order, IReadOnlyList<string> known, int from = 0)
    {
        var keys = new List<string>(catalog.Scopes.Count);
        keys.AddRange(known);
        for (var i = from; i < catalog.Scopes.Count; i++)
        {
            var scope = catalog.Scopes[i];
            if (scope.Counts(order.RecordedLines ?? order.Lines) && !known.Contains(scope.Key)) keys.Add(scope.Key);
        }

        return keys;
    }
}
