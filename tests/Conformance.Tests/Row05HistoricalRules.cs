using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 5: a reversal uses today's rules, not the historical award.</summary>
public sealed class Row05HistoricalRules : BlackBox
{
    private const string Spring = """
        "earning": [ { "id": "base", "points": 1, "per": 1, "scope": "goods" },
                     { "id": "spring", "points": 2, "per": 1, "scope": "goods", "validFrom": "2011-03-01T00:00:00Z",
                       "validUntil": "2011-03-08T00:00:00Z" } ]
        """;

    [Test]
    public async Task A_return_after_a_new_version_takes_back_what_was_awarded()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 100, 2)));
        await PublishAsync("\"effectiveFrom\": \"2009-06-01T00:00:00Z\", \"earning\": [ { \"id\": \"base\", \"points\": 5, \"per\": "
            + "1, \"scope\": \"goods\" } ]", 2);

        await RecordAsync(Shop.Return("1", "r", "2011-06-01T00:00:00Z"));

        var balance = await BalanceAsync();
        Assert.That(balance.Reversed, Is.EqualTo(100m));
        Assert.That(balance.Pending + balance.Available, Is.EqualTo(100m));
    }

    [Test]
    public async Task An_amendment_after_the_promotion_keeps_the_promotion()
    {
        await PublishAsync(Spring);
        await RecordAsync(Shop.Order("1", at: "2011-03-07T00:00:00Z"));
        await AdvanceAsync("2011-04-01T00:00:00Z");

        await RecordAsync(Shop.Order("1", at: "2011-03-07T00:00:00Z", lines: Shop.Line("L1", 150)) with { Revision = 2 });

        Assert.That(await PointsOfAsync("1"), Is.EqualTo(450));
    }

    [Test]
    public async Task An_order_amended_into_a_promotion_that_it_was_not_placed_in_gets_none()
    {
        await PublishAsync(Spring);
        await RecordAsync(Shop.Order("1", at: "2011-02-28T00:00:00Z"));

        await RecordAsync(Shop.Order("1", at: "2011-02-28T00:00:00Z", lines: Shop.Line("L1", 150)) with
        {
            Revision = 2,
            AmendedAt = Shop.At("2011-03-05T00:00:00Z"),
        });

        Assert.That(await PointsOfAsync("1"), Is.EqualTo(150));
    }

    [Test]
    public async Task A_return_is_judged_with_the_tier_of_the_order()
    {
        await PublishAsync(
            "\"qualification\": { \"metric\": \"spend\", \"window\": { \"kind\": \"lifetime\" } }, \"tiers\": [ { \"id\": \"a\", "
            + "\"from\": 0 }, { \"id\": \"b\", \"from\": 200, \"pointsMultiplier\": 3 } ], "
            + "\"earning\": [ { \"id\": \"e\", \"points\": 1, \"per\": 1, \"scope\": \"goods\", \"tierMultiplier\": true } ]");
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 100, 2)), Shop.Order("2"), Shop.Return("1", "r"));

        // The first order earned at once what the lowest tier earns; the second, in the higher tier, three times as much.
        var balance = await BalanceAsync();
        Assert.That((balance.Pending, balance.Reversed), Is.EqualTo((400m, 100m)));
    }
}
