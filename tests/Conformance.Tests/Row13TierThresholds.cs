using System.Globalization;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 13: tier threshold logic.</summary>
public sealed class Row13TierThresholds : BlackBox
{
    private const string Tiers = """
        "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "rolling-months", "months": 2 } },
        "tiers": [ { "id": "bronze", "from": 0 }, { "id": "silver", "from": 1000, "pointsMultiplier": 2 }, { "id": "gold", "from": 5000,
          "pointsMultiplier": 3 } ],
        "tierReview": { "every": "month", "graceMonths": 1, "maxSteps": 1 },
        "earning": [ { "id": "e", "points": 1, "per": 1, "scope": "goods", "tierMultiplier": true } ]
        """;

    [TestCase("0", "bronze")]
    [TestCase("999.99", "bronze")]
    [TestCase("999.9999999999", "bronze")]
    [TestCase("1000", "silver")]
    [TestCase("1000.0000000001", "silver")]
    [TestCase("4999.99", "silver")]
    [TestCase("5000", "gold")]
    public async Task A_threshold_is_reached_when_it_is_met(string spend, string tier)
    {
        await PublishAsync(Tiers);
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", decimal.Parse(spend, CultureInfo.InvariantCulture))));

        Assert.That((string?)(await StandingAsync())["tier"], Is.EqualTo(tier));
    }

    [Test]
    public async Task A_tier_counts_from_the_next_order()
    {
        await PublishAsync(Tiers);
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 1000)), Shop.Order("2", lines: Shop.Line("L1", 10)));

        Assert.That((await PointsOfAsync("1"), await PointsOfAsync("2")), Is.EqualTo((1000L, 20L)));
    }

    [Test]
    public async Task A_return_takes_no_tier_but_the_next_review_after_the_grace_does()
    {
        await PublishAsync(Tiers);
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 5000)), Shop.Return("1", "r"));
        Assert.That((string?)(await StandingAsync())["tier"], Is.EqualTo("gold"));

        // The boundary of April starts the grace, that of May ends it: one step, and a new grace; June takes the next.
        await AdvanceAsync("2011-04-01T00:00:00Z");
        var grace = await StandingAsync();
        Assert.That(((string?)grace["tier"], (string?)grace["graceUntil"]), Is.EqualTo(("gold", "2011-04-30T23:00:00Z")));
        await AdvanceAsync("2011-05-01T00:00:00Z");
        Assert.That((string?)(await StandingAsync())["tier"], Is.EqualTo("silver"));
        await AdvanceAsync("2011-06-01T00:00:00Z");
        Assert.That((string?)(await StandingAsync())["tier"], Is.EqualTo("bronze"));
    }

    [Test]
    public async Task The_gap_to_the_next_tier_is_shown()
    {
        await PublishAsync(Tiers);
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 999.99m)));

        var standing = await StandingAsync();
        Assert.That(((string?)standing["nextTier"], (decimal)standing["gap"]!), Is.EqualTo(("silver", 0.01m)));
    }
}
