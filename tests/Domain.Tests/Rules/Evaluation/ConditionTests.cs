using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Evaluation;

/// <summary>Conditions are judged at placedAt with the state before the order (domain.md §3).</summary>
[TestFixture]
public sealed class ConditionTests
{
    private const string Program = """
        "timeZone": "Australia/Sydney", "scopes": { "goods": { "skus": [ "A" ] } },
        "tiers": [ { "id": "bronze", "from": 0 }, { "id": "gold", "from": 10 } ], "qualification": { "metric": "orders",
          "window": { "kind": "lifetime" } }
        """;

    // Thursday the 10th of March in London is already Friday in Sydney.
    [TestCase("{}", null)]
    [TestCase("{ \"tierIn\": [] }", null)]
    [TestCase("{ \"tierIn\": [ \"gold\" ] }", null)]
    [TestCase("{ \"tierIn\": [ \"bronze\" ] }", "when.tierIn")]
    [TestCase("{ \"notTierIn\": [ \"bronze\" ] }", null)]
    [TestCase("{ \"notTierIn\": [ \"gold\" ] }", "when.notTierIn")]
    [TestCase("{ \"channelIn\": [ \"web\", \"shop\" ] }", null)]
    [TestCase("{ \"channelIn\": [ \"Web\" ] }", "when.channelIn")]
    [TestCase("{ \"tenureMonthsAtLeast\": 6 }", null)]
    [TestCase("{ \"tenureMonthsAtLeast\": 7 }", "when.tenureMonthsAtLeast")]
    [TestCase("{ \"tenureMonthsBelow\": 7 }", null)]
    [TestCase("{ \"tenureMonthsBelow\": 6 }", "when.tenureMonthsBelow")]
    [TestCase("{ \"ordersAtLeast\": 5 }", null)]
    [TestCase("{ \"ordersAtLeast\": 6 }", "when.ordersAtLeast")]
    [TestCase("{ \"ordersBelow\": 6 }", null)]
    [TestCase("{ \"ordersBelow\": 5 }", "when.ordersBelow")]
    [TestCase(
        "{ \"spendAtLeast\": { \"window\": { \"kind\": \"rolling-months\", \"months\": 2 }, \"scope\": \"goods\", \"amount\": 50 } }",
        null)]
    [TestCase(
        "{ \"spendAtLeast\": { \"window\": { \"kind\": \"rolling-months\", \"months\": 2 }, \"scope\": \"goods\", \"amount\": 50.01 } }",
        "when.spendAtLeast")]
    [TestCase(
        "{ \"spendAtLeast\": { \"window\": { \"kind\": \"rolling-months\", \"months\": 1 }, \"scope\": \"goods\", \"amount\": 50 } }",
        "when.spendAtLeast")]
    [TestCase("{ \"spendAtLeast\": { \"window\": { \"kind\": \"lifetime\" }, \"amount\": 80 } }", null)]
    [TestCase(
        "{ \"spendAtLeast\": { \"window\": { \"kind\": \"lifetime\" }, \"amount\": 80.01 } }", "when.spendAtLeast",
        Description = "This order is excluded.")]
    [TestCase("{ \"weekdayIn\": [ \"fri\" ] }", null)]
    [TestCase("{ \"weekdayIn\": [ \"thu\" ] }", "when.weekdayIn")]
    [TestCase("{ \"contactIsSet\": true }", null)]
    [TestCase("{ \"contactIsSet\": false }", "when.contactIsSet")]
    [TestCase(
        "{ \"ordersAtLeast\": 6, \"tierIn\": [ \"bronze\" ] }", "when.tierIn",
        Description = "All must hold; the first that fails is named.")]
    [TestCase("{ \"ordersAtLeast\": 5, \"tierIn\": [ \"gold\" ], \"weekdayIn\": [ \"fri\", \"sat\" ] }", null)]
    public void All_given_conditions_must_hold(string when, string? reason)
    {
        var order = Orders.At("2011-03-10T14:00:00Z", Orders.Line("A", 100)) with
        {
            ContactId = "ann",
            Tags = new Dictionary<string, string> { ["channel"] = "web" },
        };
        var standing = Orders.Standing(
            "gold", 5, "2010-09-10T13:00:00Z", ("goods@1", Orders.Month(2011, 2), 50), ("*", Orders.Month(2010, 9), 30),
            ("*", Orders.Month(2011, 2), 50));
        Assert.That(Judge(when, order, standing), Is.EqualTo((reason, reason)));
    }

    [TestCase("{ \"tenureMonthsAtLeast\": 0, \"tenureMonthsBelow\": 1, \"ordersBelow\": 1, \"ordersAtLeast\": 0, \"tierIn\": [ "
        + "\"bronze\" ], \"contactIsSet\": false }", null)]
    [TestCase("{ \"tenureMonthsAtLeast\": 1 }", "when.tenureMonthsAtLeast")]
    [TestCase("{ \"channelIn\": [ \"web\" ] }", "when.channelIn")]
    [TestCase("{ \"contactIsSet\": true }", "when.contactIsSet")]
    [TestCase("{ \"spendAtLeast\": { \"window\": { \"kind\": \"lifetime\" }, \"amount\": 0 } }", null)]
    public void A_new_account_has_no_past(string when, string? reason) =>
        Assert.That(Judge(when, Orders.At("2011-03-10T14:00:00Z", Orders.Line("A", 100)), null), Is.EqualTo((reason, reason)));

    [Test]
    public void An_order_dated_before_all_others_has_no_tenure() => Assert.That(
        Judge(
            "{ \"tenureMonthsBelow\": 1 }", Orders.At("2011-03-10T14:00:00Z", Orders.Line("A", 100)),
            Orders.Standing("bronze", 2, "2011-09-01T00:00:00Z")), Is.EqualTo(((string?)null, (string?)null)));

    // The same condition on a discount and on an earning rule with the same id.
    private static (string? Discount, string? Earning) Judge(string when, EvaluateOrder order, Standing? standing)
    {
        var catalog = Programs.Catalog($$"""
            {{Program}},
            "discounts": [ { "id": "x", "group": "g", "kind": "promotion", "percent": 1, "when": {{when}} } ],
            "earning": [ { "id": "x", "points": 1, "per": 1, "when": {{when}} } ]
            """);
        var result = OrderRules.Evaluate(catalog, order, standing);
        Assert.That(
            (result.Discounts[0].Applied, result.Earning[0].Applied),
            Is.EqualTo((result.Discounts[0].Reason is null, result.Earning[0].Reason is null)));
        return (result.Discounts[0].Reason, result.Earning[0].Reason);
    }
}
