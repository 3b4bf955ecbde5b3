using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain.Contests;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>How a version that is published later counts earlier orders (mechanics.md §4, §6, §8, §11).</summary>
public sealed class LaterVersionTests
{
    private const string Segments = "\"segments\": [ { \"id\": \"repeat\", \"when\": { \"ordersAtLeast\": 2 } } ]";
    private const string Tiers = "\"tiers\": [ { \"id\": \"basic\", \"from\": 0 }, { \"id\": \"gold\", \"from\": 100 } ], "
        + "\"qualification\": { \"metric\": \"spend\", \"window\": { \"kind\": \"rolling-months\", \"months\": 12 } }";

    private const string ReviewedTiers = Tiers + ", \"tierReview\": { \"every\": \"year\" }";
    private LedgerInMemory ledger = null!;
    private long revision;

    [SetUp]
    public void Begin() => revision = 1;

    [Test]
    public void The_first_version_that_judges_counts_the_orders_before_it_for_the_loyalty_kind_once()
    {
        ledger = new LedgerInMemory(Program(1));
        Place("1", "2011-03-01", 10);
        Place("2", "2011-03-02", 10);
        ledger.Publish(Program(2, Segments));
        Assert.That(Loyalty(), Is.EqualTo("none"), "publishing judges nobody");

        ledger.Take(new OrderPaid(LedgerInMemory.ProgramId, "shop", "1", At("2011-03-03")));
        Assert.That(Loyalty(), Is.EqualTo("false"), "two orders, no score");

        Amend("2", "2011-03-02", 20);
        Cancel("1");
        Assert.That(Loyalty(), Is.EqualTo("none"), "the amended one is still one order, the cancelled one none");

        Place("3", "2011-03-05", 10);
        Assert.That(Loyalty(), Is.EqualTo("false"));
    }

    [Test]
    public void An_order_that_was_gone_when_the_version_came_counts_once_an_amendment_brings_it_back()
    {
        ledger = new LedgerInMemory(Program(1));
        Place("1", "2011-03-01", 10);
        Place("2", "2011-03-02", 10);
        ledger.Take(new OrderReturned(LedgerInMemory.ProgramId, "shop", "1", "r", At("2011-03-03"), [new ReturnedLine("L1", 1)]));
        ledger.Publish(Program(2, Segments));
        Place("b", "2011-03-04", 10, "B");
        ledger.Take(new OrderPaid(LedgerInMemory.ProgramId, "shop", "2", At("2011-03-04")));
        Assert.That(Loyalty(), Is.EqualTo("none"));

        Amend("1", "2011-03-01", 10, quantity: 2);
        Assert.That(Loyalty(), Is.EqualTo("false"));
    }

    [Test]
    public void A_scope_that_comes_later_keeps_the_orders_of_a_wind_down_out_of_milestones()
    {
        const string End = "\"windDown\": { \"earnUntil\": \"2011-06-01T00:00:00Z\", \"redeemUntil\": \"2012-01-01T00:00:00Z\" }";
        const string Stamp = "\"scopes\": { \"teas\": { \"skus\": [\"tea\"] } }, "
            + "\"rewards\": [ { \"id\": \"mug\", \"cost\": 1, \"kind\": \"item\" } ], "
            + "\"milestones\": [ { \"id\": \"stamp\", \"every\": 50, \"scope\": \"teas\", \"reward\": \"mug\" } ]";
        ledger = new LedgerInMemory(Program(1, End));
        Place("1", "2011-05-01", 60);
        Place("2", "2011-06-02", 100);
        ledger.Publish(Program(2, $"{End}, {Stamp}"));

        Amend("1", "2011-05-01", 70);
        Assert.That(Issued(), Is.EqualTo(1), "70 ÷ 50; the 100 of the wind-down count in windows alone");
        var measures = ledger.Account("A").Measures;
        var all = new MonthRange(0, 99_999);
        Assert.That(
            (measures.Spend("teas@2", all), measures.Orders("teas@2", all), WindDownRules.CountedSpend(measures, "teas@2", all)),
            Is.EqualTo(((Exact)170, 2L, (Exact)70)));

        Cancel("2");
        Amend("1", "2011-05-01", 99);
        measures = ledger.Account("A").Measures;
        Assert.That((Issued(), WindDownRules.CountedSpend(measures, "teas@2", all)), Is.EqualTo((1, (Exact)99)), "taken off once");

        Amend("1", "2011-05-01", 100);
        Assert.That(Issued(), Is.EqualTo(2));
    }

    [Test]
    public void A_challenge_that_comes_later_sees_in_which_scopes_earlier_orders_are()
    {
        ledger = new LedgerInMemory(Program(1));
        Place("1", "2011-03-01", 10);
        ledger.Publish(Program(2, "\"scopes\": { \"teas\": { \"skus\": [\"tea\"] }, \"cups\": { \"skus\": [\"cup\"] } }"));

        var tally = OrderTally.Of(ledger.Program.Catalog, ledger.Order("1"));

        Assert.That((tally.Spends, tally.Counts), Is.EqualTo((new[] { "*", "teas@2" }, new[] { "*", "teas@2" })));
    }

    [Test]
    public void A_version_that_reviews_yearly_reviews_a_tier_reached_long_before_it()
    {
        ledger = new LedgerInMemory(Program(1, Tiers));
        Place("1", "2011-02-01", 120);
        ledger.Publish(Program(2, ReviewedTiers, "2012-02-15"));

        ledger.Sweep("A", At("2013-02-01"));

        Assert.That(Downgrades(), Is.EqualTo(new[] { ("basic", At("2013-01-01")) }));
    }

    [Test]
    public void A_version_that_comes_after_the_clock_passed_a_boundary_reviews_and_judges_nobody_at_it()
    {
        ledger = new LedgerInMemory(Program(1, Tiers));
        Place("1", "2011-02-01", 120);
        ledger.Advance(At("2013-01-20"));
        ledger.Sweep("A", At("2013-01-20"));
        const string Old = "\"segments\": [ { \"id\": \"old\", \"when\": { \"tenureMonthsAtLeast\": 3 } } ]";
        ledger.Publish(Program(2, $"{ReviewedTiers}, {Old}", "2012-02-15"));

        ledger.Sweep("A", At("2014-02-01"));

        Assert.That(Downgrades(), Is.EqualTo(new[] { ("basic", At("2014-01-01")) }));
        Assert.That(ledger.Events.OfType<SegmentEntered>().Single().EffectiveAt, Is.EqualTo(At("2013-02-01")));
    }

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse(day + "T00:00:00Z", CultureInfo.InvariantCulture);

    private static string Program(int version, string members = "", string from = "2009-01-01") => $$"""
        {
          "program": "{{LedgerInMemory.ProgramId}}", "version": {{version}}, "effectiveFrom": "{{from}}T00:00:00Z",
          "currency": "GBP", "timeZone": "UTC",
          "earning": [ { "id": "e", "points": 1, "per": 1 } ]{{(members.Length == 0 ? "" : ", " + members)}}
        }
        """;

    private static OrderPlaced Order(string id, string account, string day, decimal price, decimal quantity = 1) =>
        new(LedgerInMemory.ProgramId, "shop", id, account, At(day), "GBP", [new OrderLine("L1", "tea", quantity, price)]);

    private IEnumerable<(string Tier, DateTimeOffset At)> Downgrades() =>
        ledger.Events.OfType<TierDowngraded>().Select(downgraded => (downgraded.Tier, downgraded.EffectiveAt));

    private string Loyalty() => LoyaltyKindNames.NameOf(ledger.Account("A").Mechanics.Judged.Loyalty);

    private int Issued() => ledger.Events.OfType<GrantIssued>().Count();

    private void Place(string id, string day, decimal price, string account = "A") =>
        Assert.That(ledger.Take(Order(id, account, day, price)), Is.EqualTo(Outcome.Recorded));

    private void Amend(string id, string day, decimal price, decimal quantity = 1) =>
        Assert.That(ledger.Take(Order(id, "A", day, price, quantity) with { Revision = ++revision }), Is.EqualTo(Outcome.Recorded));

    private void Cancel(string id) =>
        Assert.That(
            ledger.Take(new OrderCancelled(LedgerInMemory.ProgramId, "shop", id, ledger.Account("A").Clock)), Is.EqualTo(Outcome.Recorded));
}
