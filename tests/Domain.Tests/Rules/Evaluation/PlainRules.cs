using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Program;

namespace Ledger.DomainTests.Rules.Evaluation;

/// <summary>
/// A second, simple implementation of the rules that follows domain.md §4 line by line, without regard to speed. The engine is compared
/// with it.
/// </summary>
internal static class PlainRules
{
    public static (decimal Entitled, long Points, IReadOnlyList<Exact> Percents) Evaluate(RandomCase drawn, EvaluateOrder order)
    {
        var (version, lines) = (drawn.Version, order.Lines);
        var percents = lines.Select(line => line.Remaining == 0 ? Exact.Zero : Percent(drawn, line, lines)).ToList();
        var total = lines.Select((line, i) => Gross(line) * percents[i] / 100).Aggregate(Exact.Zero, (a, b) => a + b);
        long points = 0;
        foreach (var rule in version.Earning.Where(rule => Holds(rule.Validity, drawn)))
        {
            var rate =
                rule.Points / rule.Per * (rule.TierMultiplier ? version.Tiers[version.TierIndex(drawn.Standing.Tier)].PointsMultiplier : 1);
            points += version.PointsRounding.RoundPoints(Sum(lines.Where(line => In(version, rule.Scope, line)), Net) * rate);
        }

        return (version.MoneyRounding.Round(total, version.MinorDigits), points, percents);
    }

    private static Exact Percent(RandomCase drawn, EvaluatedLine line, IReadOnlyList<EvaluatedLine> lines)
    {
        var version = drawn.Version;
        var perGroup = version.Discounts.Where(rule => In(version, rule.Scope, line) && Holds(rule.Validity, drawn))
            .GroupBy(rule => rule.Group)
            .Select(group => group.Select(rule => Of(rule, drawn, lines)).Aggregate(Exact.Zero, Exact.Max))
            .ToList();
        var percent = version.DiscountPolicy.Combine switch
        {
            Combine.Sum => perGroup.Aggregate(Exact.Zero, (a, b) => a + b),
            Combine.Best => perGroup.Aggregate(Exact.Zero, Exact.Max),
            _ => (Exact.One - perGroup.Aggregate(Exact.One, (rest, p) => rest * (Exact.One - (p / 100)))) * 100,
        };
        return Exact.Min(Exact.Min(percent, version.DiscountPolicy.MaxPercent), 100);
    }

    private static Exact Of(DiscountRule rule, RandomCase drawn, IReadOnlyList<EvaluatedLine> lines)
    {
        var scoped = lines.Where(line => In(drawn.Version, rule.Scope, line)).ToList();
        var window = rule.Window?.EndingWith(Orders.Month(2011, 3));
        var key = drawn.Catalog.KeyOf(drawn.Version, rule.Scope);
        return rule.Kind switch
        {
            DiscountKind.Tier => rule.PercentByTier.GetValueOrDefault(drawn.Standing.Tier),
            DiscountKind.OrderTotal => Reached(rule, Sum(scoped, Gross)),
            DiscountKind.Cumulative => Reached(
                rule, drawn.Standing.Measures.Spend(key, window!.Value) + (rule.IncludesCurrentOrder ? Sum(scoped, Net) : 0)),
            _ => rule.Percent,
        };
    }

    private static Exact Reached(DiscountRule rule, Exact metric) =>
        rule.Steps.LastOrDefault(step => step.From <= metric)?.Percent ?? Exact.Zero;

    private static bool Holds(Validity validity, RandomCase drawn) => validity.When is not { } when
        || ((when.TierIn.Count == 0 || when.TierIn.Contains(drawn.Standing.Tier)) && !(drawn.Standing.Orders < when.OrdersAtLeast));

    private static bool In(ProgramVersion version, string? scope, EvaluatedLine line) =>
        (scope is null ? Scope.AllMerchandise : version.Scopes[scope]).Contains(line);

    private static Exact Gross(EvaluatedLine line) => (Exact)line.Remaining * line.UnitPrice;

    private static Exact Net(EvaluatedLine line) => Gross(line) - ((Exact)line.Discount * line.Remaining / line.Quantity);

    private static Exact Sum(IEnumerable<EvaluatedLine> lines, Func<EvaluatedLine, Exact> value) =>
        lines.Aggregate(Exact.Zero, (sum, line) => sum + value(line));
}
