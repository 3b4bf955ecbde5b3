using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Evaluation;

/// <summary>Points: scoped net, multipliers, one rounding per rule, owners (domain.md §4.3).</summary>
[TestFixture]
public sealed class EarningTests
{
    private const string Basics = """
        "scopes": { "goods": { "excludeSkus": [ "POST" ] }, "bags": { "skus": [ "BAG" ] } },
        "tiers": [ { "id": "bronze", "from": 0 }, { "id": "silver", "from": 10, "pointsMultiplier": 1.5 } ],
          "qualification": { "metric": "orders", "window": { "kind": "lifetime" } }
        """;

    private static readonly EvaluatedLine[] Lines =
    [
        Orders.Line("BAG", 10.99m, 2, 1),
        Orders.Line("CUP", 5.50m, 3),
        Orders.Line("POST", 8),
        Orders.Line("FEE", 3, kind: "fee"),
    ];

    [TestCase("\"points\": 1, \"per\": 1, \"scope\": \"goods\"", "floor", "37.48", "1", 37)]
    [TestCase("\"points\": 1, \"per\": 1", "floor", "45.48", "1", 45)]
    [TestCase("\"points\": 2, \"per\": 3, \"scope\": \"bags\"", "floor", "20.98", "2/3", 13)]
    [TestCase("\"points\": 2, \"per\": 3, \"scope\": \"bags\"", "half-up", "20.98", "2/3", 14)]
    [TestCase("\"points\": 1, \"per\": 1, \"scope\": \"goods\", \"tierMultiplier\": true", "floor", "37.48", "1.5", 56)]
    [TestCase("\"points\": 1, \"per\": 1, \"scope\": \"goods\", \"tierMultiplier\": false", "floor", "37.48", "1", 37)]
    [TestCase("\"points\": 0.5, \"per\": 0.25, \"scope\": \"goods\"", "half-even", "37.48", "2", 75)]
    public void A_rule_gives_points_for_net_rounded_once(string rule, string rounding, string basis, string rate, long points)
    {
        var result = OrderRules.Evaluate(
            Program("{ \"id\": \"e\", " + rule + " }", rounding), Orders.Of(Lines), Orders.Standing("silver", 3));
        var outcome = result.Earning.Single();
        Assert.That(
            (outcome.Applied, outcome.Base.ToString(), outcome.Rate.ToString(), outcome.Points, outcome.Owner),
            Is.EqualTo((true, basis, rate, points, "account")));
        Assert.That((result.Points, result.Measures.Points), Is.EqualTo((points, points)));
        Assert.That(result.Lines.Sum(line => line.Points), Is.EqualTo(points));
        Assert.That(result.Owners, Is.EqualTo(new[] { new OwnerPoints("account", points) }));
    }

    [Test]
    public void Rules_are_rounded_apart_and_shared_by_net()
    {
        var catalog = Program("{ \"id\": \"a\", \"points\": 1, \"per\": 10, \"scope\": \"goods\" }, { \"id\": \"b\", \"points\": 1, "
            + "\"per\": 10, \"scope\": \"bags\" }", "floor");
        var result = OrderRules.Evaluate(catalog, Orders.Of(Lines), null);
        Assert.That(result.Earning.Select(outcome => outcome.Points), Is.EqualTo(new[] { 3L, 2L }), "3.748 and 2.098, not 5.846");
        Assert.That(result.Lines.Select(line => line.Points), Is.EqualTo(new[] { 4L, 1L, 0L, 0L }));
    }

    [TestCase("\"points\": 1, \"per\": 100, \"scope\": \"goods\"", "zero-points")]
    [TestCase("\"points\": 0, \"per\": 1, \"scope\": \"goods\"", "zero-points")]
    [TestCase("\"points\": 1, \"per\": 1, \"validUntil\": \"2011-03-10T12:00:00Z\"", "no-longer-valid")]
    [TestCase("\"points\": 1, \"per\": 1, \"validFrom\": \"2011-03-10T12:00:01Z\"", "not-yet-valid")]
    [TestCase("\"points\": 1, \"per\": 1, \"when\": { \"ordersBelow\": 2 }", "when.ordersBelow")]
    public void A_rule_says_why_it_gave_nothing(string rule, string reason)
    {
        var result = OrderRules.Evaluate(
            Program("{ \"id\": \"e\", " + rule + " }", "floor"), Orders.Of(Lines), Orders.Standing("bronze", 3));
        Assert.That(
            (result.Earning[0].Applied, result.Earning[0].Reason, result.Points, result.Owners.Count), Is.EqualTo((false, reason, 0L, 0)));
    }

    [Test]
    public void A_rule_without_a_line_says_so()
    {
        var result = OrderRules.Evaluate(
            Program("{ \"id\": \"e\", \"points\": 1, \"per\": 1, \"scope\": \"bags\" }", "floor"), Orders.Of(Orders.Line("CUP", 5)), null);
        Assert.That(result.Earning[0].Reason, Is.EqualTo("no-line-in-scope"));
    }

    [TestCase("ann", new[] { "account:45", "ann:20" })]
    [TestCase(null, new[] { "account:65" })]
    public void A_contacts_rule_credits_the_contact_or_else_the_account(string? contact, string[] owners)
    {
        var catalog = Program("{ \"id\": \"a\", \"points\": 1, \"per\": 1 }, { \"id\": \"b\", \"points\": 1, \"per\": 1, \"scope\": "
            + "\"bags\", \"owner\": \"contact\" }", "floor");
        var result = OrderRules.Evaluate(catalog, Orders.Of(Lines) with { ContactId = contact }, null);
        Assert.That(result.Owners.Select(owner => $"{owner.Owner}:{owner.Points}"), Is.EqualTo(owners));
        Assert.That(result.Earning[1].Owner, Is.EqualTo(contact ?? "account"));
    }

    [Test]
    public void A_contact_that_is_called_account_loses_nothing()
    {
        var catalog = Program("{ \"id\": \"a\", \"points\": 1, \"per\": 1 }, { \"id\": \"b\", \"points\": 1, \"per\": 1, \"scope\": "
            + "\"bags\", \"owner\": \"contact\" }", "floor");
        var result = OrderRules.Evaluate(catalog, Orders.Of(Lines) with { ContactId = "account" }, null);
        Assert.That(result.Owners, Is.EqualTo(new[] { new OwnerPoints("account", result.Points) }));
    }

    [Test]
    public void Only_the_contact_may_earn()
    {
        var result = OrderRules.Evaluate(
            Program("{ \"id\": \"b\", \"points\": 1, \"per\": 1, \"owner\": \"contact\" }", "floor"),
            Orders.Of(Lines) with
            {
                ContactId = "ann",
            },
            null
        );
        Assert.That(result.Owners, Is.EqualTo(new[] { new OwnerPoints("ann", 45) }));
    }

    [Test]
    public void Too_many_points_are_an_overflow()
    {
        var catalog = Program("{ \"id\": \"a\", \"points\": 999999999999999, \"per\": 0.0000000001 }", "floor");
        Assert.Throws<OverflowException>(() => OrderRules.Evaluate(catalog, Orders.Of(Orders.Line("A", 999_999_999_999_999)), null));
        var twice = Program("{ \"id\": \"a\", \"points\": 5000, \"per\": 1 }, { \"id\": \"b\", \"points\": 5000, \"per\": 1 }", "floor");
        Assert.Throws<OverflowException>(() => OrderRules.Evaluate(twice, Orders.Of(Orders.Line("A", 999_999_999_999_999)), null));
    }

    [Test]
    public void Too_much_money_is_an_overflow_and_the_largest_order_is_not()
    {
        var catalog = Programs.Catalog("\"discounts\": [ { \"id\": \"d\", \"group\": \"g\", \"kind\": \"fixed\", \"percent\": 100 } ]");
        Assert.Throws<OverflowException>(() =>
            OrderRules.Evaluate(catalog, Orders.Of(Orders.Line("A", 999_999_999_999_999, 999_999_999_999_999)), null));
        var large = OrderRules.Evaluate(
            catalog, Orders.Of(Orders.Line("A", 999_999_999_999_999.9999999999m, 100), Orders.Line("B", 0.0000000001m)), null);
        Assert.That(large.Entitled, Is.EqualTo(99_999_999_999_999_999_999_999m / 1_000_000 + 0.000001m).Within(0.01m));
        Assert.That(large.Lines.Sum(line => line.Entitled), Is.EqualTo(large.Entitled));
    }

    [Test]
    public void Amounts_without_a_common_measure_are_exact_up_to_a_point_and_then_an_overflow()
    {
        var catalog = Program("{ \"id\": \"a\", \"points\": 1, \"per\": 7 }", "floor");
        EvaluatedLine[] Odd(int count) => [.. Enumerable
                .Range(0, count)
                .Select(i => Orders.Line("A", 7.1234567893m, 3.1234567891m + i, 0.3333333331m, remaining: 1.1234567891m, id: "L" + i))];
        var some = Odd(500);
        var result = OrderRules.Evaluate(catalog, Orders.Of(some), null);
        var net = some.Aggregate(
            Exact.Zero,
            (sum, line) => sum + ((Exact)line.Remaining * line.UnitPrice) - ((Exact)line.Discount * line.Remaining / line.Quantity));
        Assert.That((result.Net, result.Points), Is.EqualTo((net, (long)(net / 7).Floor())));
        Assert.That(result.Lines.Sum(line => line.Points), Is.EqualTo(result.Points));
        Assert.Throws<OverflowException>(() => OrderRules.Evaluate(catalog, Orders.Of(Odd(10_000)), null));
    }

    private static ProgramCatalog Program(string rules, string rounding) =>
        Programs.Catalog($"{Basics}, \"earning\": [ {rules} ], \"rounding\": {{ \"points\": \"{rounding}\" }}");
}
