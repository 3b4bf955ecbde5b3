using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Mechanics;

/// <summary>Segments, perks and the loyalty kind are judged at a time, without an order (mechanics.md §6).</summary>
[TestFixture]
public sealed class JudgingRulesTests
{
    private const string Program = """
        "timeZone": "America/New_York",
        "tiers": [
          { "id": "low", "from": 0 }, { "id": "mid", "from": 10, "perks": [ "lounge" ] }, { "id": "top", "from": 20, "perks": [ "lounge",
            "shared" ] } ],
        "qualification": { "metric": "orders", "window": { "kind": "lifetime" } },
        "memberships": [ { "id": "plus", "fee": 1, "months": 1, "perks": [ "shared", "line" ] }, { "id": "pro", "fee": 1, "months": 1 } ],
        "segments": [
          { "id": "repeat", "when": { "ordersAtLeast": 2 } },
          { "id": "big", "when": { "spendAtLeast": { "window": { "kind": "rolling-months", "months": 2 }, "amount": 100 } } },
          { "id": "happy", "when": { "npsAtLeast": 9 } }, { "id": "club", "when": { "membershipIn": [ "plus", "pro" ] } },
          { "id": "upper", "when": { "tierIn": [ "mid", "top" ] } }, { "id": "old", "when": { "tenureMonthsAtLeast": 3 } } ],
        "perks": [
          { "id": "free" }, { "id": "lounge" }, { "id": "shared" }, { "id": "line", "when": { "ordersAtLeast": 3 } },
          { "id": "for-big", "when": { "segmentIn": [ "big" ] } }, { "id": "for-old", "when": { "tenureMonthsAtLeast": 3 } } ]
        """;

    private static readonly ProgramCatalog Catalog = Programs.Catalog(Program);

    [Test]
    public void A_new_account_is_judged_like_any_other() =>
        Assert.That(Judge(Orders.Standing("low"), "2011-03-10T12:00:00Z"), Is.EqualTo(("", "free", "none")));

    [TestCase("low", "", "free")]
    [TestCase("mid", "", "free,lounge")]
    [TestCase("top", "", "free,lounge,shared")]
    [TestCase("low", "plus", "free,shared,line")]
    [TestCase("mid", "pro", "free,lounge")]
    [TestCase("gone", "plus", "free,shared,line", Description = "A tier that no version knows is the lowest.")]
    public void A_perk_that_is_listed_is_held_by_those_who_list_it(string tier, string memberships, string perks)
    {
        var standing = Orders.Standing(tier, 3) with { Memberships = memberships.Split(',', StringSplitOptions.RemoveEmptyEntries) };
        Assert.That(PerkRules.Judge(Catalog, Catalog.Version(1), standing, Orders.Time("2011-03-10T12:00:00Z")),
            Is.EqualTo(perks.Split(',')));
    }

    [Test]
    public void A_listed_perk_needs_its_own_condition_too()
    {
        var standing = Orders.Standing("low", 2) with { Memberships = ["plus"] };
        Assert.That(PerkRules.Judge(Catalog, Catalog.Version(1), standing, Orders.Time("2011-03-10T12:00:00Z")), Does.Not.Contain("line"));
    }

    // Months change at local midnight: 05:00 UTC in winter.
    [TestCase("2011-03-01T04:59:59Z", "repeat,big", "free,for-big")]
    [TestCase("2011-03-01T05:00:00Z", "repeat", "free", Description = "The new month is the window's last one.")]
    [TestCase("2011-04-14T23:59:59Z", "repeat", "free")]
    [TestCase("2011-04-15T00:00:00Z", "repeat,old", "free,for-old")]
    public void Windows_and_tenure_are_those_of_the_time_of_judging(string at, string segments, string perks)
    {
        var standing = Orders.Standing("low", 2, "2011-01-15T01:00:00Z", ("*", Orders.Month(2011, 1), 100));
        Assert.That(Judge(standing, at), Is.EqualTo((segments, perks, "none")));
    }

    [Test]
    public void Perks_see_the_segments_of_the_same_judging()
    {
        var stale = Orders.Standing("low", 2, "2011-01-15T01:00:00Z") with { Segments = ["big"], Perks = ["for-big"] };
        Assert.That(Judge(stale, "2011-02-01T12:00:00Z"), Is.EqualTo(("repeat", "free", "none")));
    }

    [TestCase(2, 9, "true")]
    [TestCase(2, 10, "true")]
    [TestCase(1, 9, "latent")]
    [TestCase(0, 10, "latent")]
    [TestCase(2, 8, "false")]
    [TestCase(5, null, "false")]
    [TestCase(1, 8, "none")]
    [TestCase(0, null, "none")]
    public void The_loyalty_kind_is_of_orders_and_score(long orders, int? nps, string kind) =>
        Assert.That(LoyaltyRules.Kind(orders, nps), Is.EqualTo(LoyaltyKindNames.Of(kind)));

    [Test]
    public void Loyalty_looks_at_the_month_and_the_eleven_before_it() => Assert.That(
        LoyaltyRules.Window(Catalog.Version(1).Calendar, Orders.Time("2011-03-01T04:59:59Z")),
        Is.EqualTo(new MonthRange(Orders.Month(2010, 3), Orders.Month(2011, 2))));

    private static (string Segments, string Perks, string Loyalty) Judge(Standing standing, string at)
    {
        var judged = JudgingRules.Judge(Catalog, Catalog.Version(1), standing, 0, Orders.Time(at));
        return (string.Join(',', judged.Segments), string.Join(',', judged.Perks), LoyaltyKindNames.NameOf(judged.Loyalty));
    }
}
