using System.Globalization;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Mechanics;

/// <summary>
/// What an order's evaluation takes from memberships, partners, funds, perks, rates and the end of a program (mechanics.md §3, §5–§7, §10,
/// §11).
/// </summary>
[TestFixture]
public sealed class OrderMechanicsTests
{
    private const string Program = """
        "scopes": { "goods": { "excludeSkus": [ "POST" ] } }, "rounding": { "money": "half-up" },
        "tiers": [ { "id": "low", "from": 0, "pointsMultiplier": 2 } ],
        "earning": [
          { "id": "base", "points": 1, "per": 1, "tierMultiplier": true }, { "id": "flat", "points": 1, "per": 10 },
          { "id": "ally", "points": 5, "per": 1, "when": { "partnerIn": [ "bank", "air" ] } } ],
        "discounts": [ { "id": "card", "group": "g", "kind": "fixed", "percent": 10 } ],
        "funds": [ { "id": "mdf", "percent": 1.5, "scope": "goods" }, { "id": "post", "percent": 50, "scope": "none" } ],
        "memberships": [
          { "id": "plus", "fee": 1, "months": 1, "pointsMultiplier": 1.25 }, { "id": "pro", "fee": 1, "months": 1,
            "pointsMultiplier": 1.5 },
          { "id": "slow", "fee": 1, "months": 1, "pointsMultiplier": 0.5 } ],
        "perks": [ { "id": "fast", "activationOn": "shipped" }, { "id": "trusted", "activationOn": "paid" }, { "id": "same",
          "activationOn": "delivered" }, { "id": "nice" } ],
        "points": { "activation": { "on": "delivered", "delayDays": 7 } },
        "partners": [ { "id": "bank", "pointCost": 1 }, { "id": "air", "pointCost": 1, "mayIssue": false } ]
        """;

    private static readonly string WithNone = Program.Replace("\"scopes\": {", "\"scopes\": { \"none\": { \"skus\": [ \"NONE\" ] },",
        StringComparison.Ordinal);

    private static readonly ProgramCatalog Catalog = Programs.Catalog(WithNone);

    private static Standing Before => Orders.Standing("low", 3, "2010-01-01T00:00:00Z");

    [TestCase("", "2", 200 + 10)]
    [TestCase("plus", "2.5", 250 + 10)]
    [TestCase("plus,pro", "3", 300 + 10)]
    [TestCase("slow", "1", 100 + 10, Description = "The highest of those that are active, even below 1.")]
    [TestCase("slow,plus", "2.5", 250 + 10)]
    [TestCase("gone", "2", 200 + 10, Description = "A membership that the version does not have.")]
    public void The_highest_active_membership_multiplies_where_the_tier_does(string active, string multiplier, long points)
    {
        var result = OrderRules.Evaluate(Catalog, Orders.Of(Orders.Line("A", 100)), Before with { Memberships = List(active) });
        Assert.That((result.Frozen.TierMultiplier.ToString(), result.Points), Is.EqualTo((multiplier, points)));
    }

    [Test]
    public void The_multiplier_is_frozen()
    {
        var first = OrderRules.Evaluate(Catalog, Orders.Of(Orders.Line("A", 100)), Before with { Memberships = ["pro"] });
        Assert.That(OrderRules.Evaluate(Catalog, Orders.Of(Orders.Line("A", 100, remaining: 0.5m)) with { Frozen = first.Frozen },
            null).Points, Is.EqualTo(150 + 5));
    }

    [Test]
    public void A_partner_that_may_not_issue_earns_nothing_but_the_order_counts()
    {
        var order = Orders.Of(Orders.Line("A", 100)) with { PartnerId = "air" };
        var result = OrderRules.Evaluate(Catalog, order, Before);
        Assert.That(result.Earning.Select(rule => (rule.Applied, rule.Reason)), Is.All.EqualTo((false, "partner-may-not-issue")));
        Assert.That((result.Points, result.Owners.Count, result.Entitled, result.Net.ToString()), Is.EqualTo((0L, 0, 10m, "100")));
        Assert.That(result.Funds![0].Amount, Is.EqualTo(1.5m), "Funds do not ask who the partner is.");
        Assert.That(result.Measures.Scopes[0], Is.EqualTo(new ScopeMeasure("*", 100, true)));
        Assert.That(OrderRules.Evaluate(Catalog, order with { PartnerId = "bank" }, Before).Points, Is.EqualTo(200 + 10 + 500));

        var amended = order with { PartnerId = "bank", Frozen = result.Frozen };
        Assert.That(OrderRules.Evaluate(Catalog, amended, null).Points, Is.Zero, "It stays with the partner of the first evaluation.");
    }

    [Test]
    public void Funds_are_given_a_percent_of_scoped_net_rounded_once()
    {
        var lines = new[] { Orders.Line("A", 33.35m), Orders.Line("B", 33.35m, discount: 0.03m), Orders.Line("POST", 100) };
        var result = OrderRules.Evaluate(Catalog, Orders.Of(lines), Before);
        Assert.That(result.Funds, Is.EqualTo(new[]
        {
            new FundOutcome("mdf", true, Exact.Parse("66.67"), Exact.Parse("1.5"), 1.00m),
                new FundOutcome("post", false, Reason: "no-line-in-scope"),
        }));
        var small = OrderRules.Evaluate(Catalog, Orders.Of(Orders.Line("A", 0.33m)), Before);
        Assert.That(small.Funds![0], Is.EqualTo(new FundOutcome("mdf", false, Exact.Parse("0.33"), Exact.Parse("1.5"), 0, "zero-amount")));
        var none = OrderRules.Evaluate(Catalog,
            Orders.Of([.. lines.Select(line => line with { Remaining = 0 })]) with { Frozen = result.Frozen }, null);
        Assert.That(none.Funds!.Select(fund => fund.Amount), Is.All.Zero);
    }

    [TestCase("", null)]
    [TestCase("nice,same,gone", null, Description = "Nothing is added to what the program says.")]
    [TestCase("fast", "shipped,delivered")]
    [TestCase("trusted,fast,same", "paid,shipped,delivered")]
    public void Perks_that_are_held_add_triggers(string perks, string? triggers)
    {
        var frozen = OrderRules.Evaluate(Catalog, Orders.Of(Orders.Line("A", 100)), Before with { Perks = List(perks) }).Frozen;
        Assert.That(frozen.Triggers is { } words ? string.Join(',', words) : null, Is.EqualTo(triggers));
    }

    [TestCase("", null, "2011-03-12T00:00:00Z", null, null)]
    [TestCase("", null, null, "2011-03-20T00:00:00Z", "2011-03-27T00:00:00Z")]
    [TestCase("fast", null, "2011-03-12T00:00:00Z", null, "2011-03-19T00:00:00Z")]
    [TestCase("fast", null, "2011-03-21T00:00:00Z", "2011-03-20T00:00:00Z", "2011-03-27T00:00:00Z")]
    [TestCase("fast,trusted", "2011-03-11T00:00:00Z", "2011-03-12T00:00:00Z", "2011-03-20T00:00:00Z", "2011-03-18T00:00:00Z")]
    [TestCase(
        "trusted", "2011-03-01T00:00:00Z", null, null, "2011-03-17T12:00:00Z",
        Description = "A fact dated before its order counts at placedAt.")]
    public void The_earliest_of_the_triggers_starts_the_delay(string perks, string? paid, string? shipped, string? delivered,
        string? expected)
    {
        var order = Orders.Of(Orders.Line("A", 100));
        var frozen = OrderRules.Evaluate(Catalog, order, Before with { Perks = List(perks) }).Frozen;
        var at = ActivationRules.ActivatesAt(Catalog.Version(1), frozen, order.PlacedAt, Time(paid), Time(shipped), Time(delivered));
        Assert.That(at, Is.EqualTo(Time(expected)));
    }

    [Test]
    public void Placed_counts_as_happened()
    {
        var catalog = Programs.Catalog(
            "\"points\": { \"activation\": { \"delayDays\": 1 } }, \"perks\": [ { \"id\": \"fast\", \"activationOn\": \"paid\" } ]");
        var order = Orders.Of(Orders.Line("A", 100));
        var frozen = OrderRules.Evaluate(catalog, order, Orders.Standing() with { Perks = ["fast"] }).Frozen;
        Assert.That(frozen.Triggers, Is.EqualTo(new[] { "placed", "paid" }));
        Assert.That(ActivationRules.ActivatesAt(catalog.Version(1), frozen, order.PlacedAt, null, null, null),
            Is.EqualTo(order.PlacedAt.AddDays(1)));
    }

    [TestCase("2011-12-31T23:59:59Z", false)]
    [TestCase("2012-01-01T00:00:00Z", true)]
    public void From_earnUntil_on_an_order_earns_nothing_but_counts_in_windows(string placedAt, bool ended)
    {
        var catalog = Programs.Catalog(
            WithNone + ", \"windDown\": { \"earnUntil\": \"2012-01-01T00:00:00Z\", \"redeemUntil\": \"2012-06-01T00:00:00Z\" }");
        var result = OrderRules.Evaluate(catalog, Orders.At(placedAt, Orders.Line("A", 100), Orders.Line("POST", 1)), Before);
        Assert.That((result.Entitled == 0, result.Points == 0, result.Funds![0].Amount == 0), Is.EqualTo((ended, ended, ended)));
        Assert.That(result.Discounts.Select(one => one.Reason).Concat(result.Earning.Select(one =>
            one.Reason)).Concat(result.Funds.Select(one => one.Reason)).Count(reason => reason == "wind-down"), Is.EqualTo(ended ? 6 : 0));

        var measures = new Measures();
        foreach (var scope in result.Measures.Scopes) measures.Add(scope.Scope, catalog.Version(1).Calendar.MonthOf(Orders.Time(placedAt)),
            scope.Net, scope.Counts ? 1 : 0);
        var always = new Window(WindowKind.Lifetime, 0).EndingWith(int.MaxValue);
        Assert.That((measures.Spend("goods@1", always).ToString(), measures.Orders("goods@1", always)), Is.EqualTo(("100", 1L)));
        Assert.That(WindDownRules.CountedSpend(measures, "goods@1", always).ToString(), Is.EqualTo(ended ? "0" : "100"),
            "what milestones and rebates count");
        var version = catalog.Version(1);
        Assert.That((WindDownRules.EarningEnded(version, Orders.Time(placedAt)),
            WindDownRules.SpendingEnded(version, Orders.Time(placedAt))), Is.EqualTo((ended, false)));
        Assert.That(WindDownRules.SpendingEnded(version, Orders.Time("2012-06-01T00:00:00Z")));
    }

    [Test]
    public void Another_currency_is_converted_exactly_before_everything_else()
    {
        var catalog = Programs.Catalog("""
            "scopes": { "goods": { "skus": [ "A" ] } }, "rounding": { "money": "half-even" }, "funds": [ { "id": "mdf", "percent": 1 } ],
            "discounts": [ { "id": "size", "group": "g", "kind": "order-total", "scope": "goods", "steps": [ { "from": 10,
              "percent": 10 } ] } ],
            "earning": [ { "id": "base", "points": 1, "per": 1 } ]
            """);
        var order = Orders.Of(Orders.Line("A", 20.01m, 3, 0.03m)) with { Rate = Exact.Parse("0.3333333333") };
        var first = OrderRules.Evaluate(catalog, order, Orders.Standing());
        Assert.That((first.Gross.ToString(), first.Net.ToString(), first.Stated.ToString()),
            Is.EqualTo(("20.009999997999", "19.999999998", "0.009999999999")));
        Assert.That((first.Points, first.Entitled, first.Funds![0].Amount, first.Variance), Is.EqualTo((19L, 2.00m, 0.20m, 1.99m)));
        Assert.That(first.Measures.Scopes[1], Is.EqualTo(new ScopeMeasure("goods@1", Exact.Parse("19.999999998"), true)));
        Assert.That(catalog.Scopes[1].Net(order.Lines, order.Rate).ToString(), Is.EqualTo("19.999999998"),
            "also where a scope is measured later");

        var returned = Orders.Of(Orders.Line("A", 20.01m, 3, 0.03m, remaining: 1)) with { Frozen = first.Frozen };
        Assert.That(OrderRules.Evaluate(catalog, returned, null).Net.ToString(), Is.EqualTo("6.666666666"), "at the frozen rate");
        Assert.That(OrderRules.Evaluate(catalog, returned with { Rate = 5 }, null).Net.ToString(), Is.EqualTo("6.666666666"),
            "whatever it is by then");
    }

    [Test]
    public void A_message_carries_all_of_it()
    {
        var standing = Before with { Segments = ["repeat"], Perks = ["fast"], Memberships = ["plus"], Nps = 9 };
        var order = Orders.Of(Orders.Line("A", 100)) with { Rate = Exact.Parse("0.5"), PartnerId = "bank" };
        var here = Json(OrderRules.Evaluate(Catalog, order, standing));
        var sent = JsonSerializer.Deserialize<EvaluateOrder>(Json(order with { Standing = standing.ToMessage() }), Wire.Options)!;
        Assert.That(Json(OrderRules.Evaluate(Catalog, sent, null)), Is.EqualTo(here));
        Assert.That(here,
            Does.Contain("\"rate\":\"0.5\"").And.Contain("\"triggers\":[\"shipped\",\"delivered\"]").And.Contain("\"funds\":["));
    }

    [Test]
    public void Without_any_of_it_the_messages_are_as_they_were()
    {
        var catalog = Programs.Catalog("\"earning\": [ { \"id\": \"base\", \"points\": 1, \"per\": 1, \"tierMultiplier\": true } ]");
        var json = Json(OrderRules.Evaluate(catalog, Orders.Of(Orders.Line("A", 100)) with { PartnerId = "anyone" }, Orders.Standing()));
        Assert.That(json, Is.EqualTo(
            "{\"discounts\":[],\"earning\":[{\"applied\":true,\"base\":\"100\",\"owner\":\"account\",\"points\":100,\"rate\":\"1\","
            + "\"rule\":\"base\"}],\"entitled\":0.00,"
            + "\"frozen\":"
            + "{\"failed\":[],\"metrics\":[],\"ordersInScope\":[\"*\"],\"programVersion\":1,\"scopesKnown\":1,\"tier\":\"member\","
            + "\"tierMultiplier\":\"1\"},"
            + "\"gross\":\"100\",\"lines\":[[\"A\",\"0\",0.00,100]],\"measures\":{\"points\":100,"
            + "\"scopes\":[{\"counts\":true,\"net\":\"100\",\"scope\":\"*\"}]},"
            + "\"net\":\"100\",\"owners\":[{\"owner\":\"account\",\"points\":100}],\"points\":100,\"stated\":\"0\",\"variance\":0.00}"));
        Assert.That(Json(Orders.Standing("a", 1).ToMessage()), Is.EqualTo("{\"measures\":{},\"orders\":1,\"points\":[],\"tier\":\"a\"}"));
    }

    private static string[] List(string ids) => ids.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Wire.Options);
}
