using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Evaluation;

/// <summary>Later evaluations keep what the first froze, and evaluate the lines again (domain.md §4).</summary>
[TestFixture]
public sealed class ReevaluationTests
{
    private const string Program = """
        "scopes": { "goods": { "excludeSkus": [ "POST" ] }, "bags": { "skus": [ "BAG" ] } },
        "tiers": [ { "id": "bronze", "from": 0 }, { "id": "gold", "from": 100, "pointsMultiplier": 3 } ],
          "qualification": { "metric": "spend", "window": { "kind": "lifetime" } },
        "discounts": [
          { "id": "volume", "group": "a", "kind": "cumulative", "scope": "goods", "window": { "kind": "lifetime" },
            "includesCurrentOrder": true, "steps": [ { "from": 150, "percent": 2 } ] },
          { "id": "size", "group": "b", "kind": "order-total", "scope": "goods", "steps": [ { "from": 60, "percent": 4 } ] },
          { "id": "status", "group": "c", "kind": "tier", "percentByTier": { "gold": 8 } },
          { "id": "second", "group": "d", "kind": "promotion", "percent": 16, "when": { "ordersAtLeast": 1, "ordersBelow": 2 } } ],
        "earning": [ { "id": "base", "points": 1, "per": 1, "scope": "goods", "tierMultiplier": true }, { "id": "first", "points": 1,
          "per": 1, "when": { "ordersBelow": 1 } } ]
        """;

    private static readonly int March = Orders.Month(2011, 3);

    [Test]
    public void The_first_evaluation_freezes_version_tier_metrics_and_outcomes()
    {
        var frozen = First().Frozen;
        Assert.That(
            (frozen.ProgramVersion, frozen.Tier, frozen.TierMultiplier.ToString(), frozen.ScopesKnown), Is.EqualTo((1, "gold", "3", 3)));
        Assert.That(frozen.Metrics, Is.EqualTo(new[] { new RuleMetric("discounts.volume", 100) }));
        Assert.That(frozen.Failed, Is.EqualTo(new[] { new RuleReason("earning.first", "when.ordersBelow") }));
        Assert.That(frozen.OrdersInScope, Is.EqualTo(new[] { "*", "goods@1" }));
    }

    [Test]
    public void A_return_is_judged_by_what_was_frozen_and_by_what_remains()
    {
        var first = First();
        Assert.That(first.Entitled, Is.EqualTo(30m), "2 + 4 + 8 + 16 % of 100");
        Assert.That(first.Points, Is.EqualTo(300));

        var after = Again(first, 0.6m);
        Assert.That(after.Entitled, Is.EqualTo(18m), "Both amounts still reach their steps.");
        var less = Again(after, 0.5m);
        Assert.That(less.Entitled, Is.EqualTo(13m), "100 + 50 before 150, but 50 is below the size step.");
        var least = Again(less, 0.4m);
        Assert.That((least.Entitled, least.Points), Is.EqualTo((9.6m, 120L)));
        Assert.That(
            least.Discounts.Select(outcome => outcome.Reason), Is.EqualTo(new[] { "below-first-step", "below-first-step", null, null }));
        Assert.That(least.Frozen, Is.SameAs(less.Frozen));
    }

    [Test]
    public void What_is_returned_in_full_is_zero_everywhere()
    {
        var none = Again(First(), 0);
        Assert.That(
            (none.Gross.IsZero, none.Net.IsZero, none.Stated.IsZero, none.Entitled, none.Variance, none.Points),
            Is.EqualTo((true, true, true, 0m, 0m, 0L)));
        Assert.That((none.Owners.Count, none.Lines.Count, none.Measures.Points), Is.EqualTo((0, 0, 0L)));
        Assert.That(
            none.Measures.Scopes,
            Is.EqualTo(new[] { new ScopeMeasure("*", 0, true), new ScopeMeasure("bags@1", 0, false), new ScopeMeasure("goods@1", 0, true) })
        );
        Assert.That(none.Discounts.Select(outcome => outcome.Reason), Is.All.EqualTo("no-line-in-scope"));
        Assert.That(none.Earning.Select(outcome => outcome.Reason), Is.EqualTo(new[] { "no-line-in-scope", "when.ordersBelow" }));
    }

    [Test]
    public void A_lines_discount_goes_with_its_quantity_exactly()
    {
        var order = Orders.Of(Orders.Line("CUP", 10, 3, 1, remaining: 1));
        var result = OrderRules.Evaluate(Programs.Catalog(Program), order, null);
        Assert.That(
            (result.Gross.ToString(), result.Net.ToString(), result.Stated.ToString(), result.Variance),
            Is.EqualTo(("10", "29/3", "1/3", -0.33m)));
    }

    [Test]
    public void An_amendment_may_bring_lines_but_counts_no_order_again()
    {
        var catalog = Programs.Catalog(Program);
        var first = First();
        var amended = OrderRules.Evaluate(
            catalog,
            Orders.Of(Orders.Line("BAG", 10), Orders.Line("POST", 5)) with
            {
                Frozen = first.Frozen,
            },
            null
        );
        Assert.That(amended.Measures.Scopes, Is.EqualTo(
                new[] { new ScopeMeasure("*", 15, true), new ScopeMeasure("bags@1", 10, false), new ScopeMeasure("goods@1", 10, true) }));
    }

    [Test]
    public void A_scope_published_later_counts_the_order_by_its_lines_as_recorded()
    {
        const string later = "\"version\": 2, \"effectiveFrom\": \"2012-01-01T00:00:00Z\", \"scopes\": { \"goods\": { "
            + "\"excludeSkus\": [ \"POST\" ] }, \"cups\": { \"skus\": [ \"CUP\" ] }, \"bags\": { \"skus\": [ \"SACK\" ] } }";
        var catalog = Programs.Catalog(Program, later);
        var first = First();
        EvaluatedLine[] recorded = [Orders.Line("CUP", 100)];
        var back = OrderRules.Evaluate(catalog, Orders.Of(Orders.Line("CUP", 100, remaining: 0)) with { Frozen = first.Frozen }, null);
        Assert.That(
            back.Measures.Scopes.Select(scope => $"{scope.Scope} {scope.Counts}"),
            Is.EqualTo(new[] { "* True", "bags@1 False", "goods@1 True", "bags@2 False", "cups@2 True" }));
        Assert.That(
            (back.Frozen.ScopesKnown, back.Frozen.OrdersInScope), Is.EqualTo((5, (IReadOnlyList<string>)["*", "goods@1", "cups@2"])));

        var amended = OrderRules.Evaluate(catalog, Orders.Of(Orders.Line("SACK", 100)) with
        {
            Frozen = first.Frozen,
            RecordedLines = recorded,
        }, null);
        Assert.That(amended.Frozen.OrdersInScope, Is.EqualTo(new[] { "*", "goods@1", "cups@2" }));
        Assert.That(amended.Measures.Scopes.Single(scope => scope.Scope == "bags@2"), Is.EqualTo(new ScopeMeasure("bags@2", 100, false)));
    }

    [Test]
    public void A_later_version_changes_nothing_for_an_order_that_was_judged()
    {
        var first = First();
        var catalog = Programs
            .Catalog(Program, "\"version\": 2, \"earning\": [ { \"id\": \"base\", \"points\": 99, \"per\": 1 } ]")
            .Retire(1);
        Assert.That(
            OrderRules.Evaluate(catalog, Order(1) with { Frozen = first.Frozen, ProgramVersion = 2 }, null).Points,
            Is.EqualTo(first.Points));
    }

    [Test]
    public void A_message_is_judged_like_the_state_it_was_made_from()
    {
        var catalog = Programs.Catalog(Program);
        var standing = Before();
        var here = OrderRules.Evaluate(catalog, Order(1), standing);
        var there = OrderRules.Evaluate(catalog, Sent(Order(1) with { Standing = standing.ToMessage() }), null);
        Assert.That(Json(there), Is.EqualTo(Json(here)));
        var hereAgain = OrderRules.Evaluate(catalog, Order(0.3m) with { Frozen = here.Frozen }, null);
        var thereAgain = OrderRules.Evaluate(catalog, Sent(Order(0.3m) with { Frozen = there.Frozen }), null);
        Assert.That(Json(thereAgain), Is.EqualTo(Json(hereAgain)));
    }

    private static Standing Before() =>
        Orders.Standing("gold", 1, "2011-01-01T00:00:00Z", ("goods@1", March - 2, 100), ("*", March - 2, 100));

    private static EvaluateOrder Order(decimal remaining) => Orders.Of(Orders.Line("CUP", 100, remaining: remaining));

    private static OrderEvaluation First() => OrderRules.Evaluate(Programs.Catalog(Program), Order(1), Before());

    private static OrderEvaluation Again(OrderEvaluation last, decimal remaining) =>
        OrderRules.Evaluate(Programs.Catalog(Program), Order(remaining) with { Frozen = last.Frozen }, null);

    private static string Json<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value, Wire.Options);

    private static EvaluateOrder Sent(EvaluateOrder order) =>
        System.Text.Json.JsonSerializer.Deserialize<EvaluateOrder>(Json(order), Wire.Options)!;
}
