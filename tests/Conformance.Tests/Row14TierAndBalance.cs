using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 14: a tier tied to the spendable balance.</summary>
public sealed class Row14TierAndBalance : BlackBox
{
    private static string Tiers(string metric, string expiry = "") => $$"""
        "qualification": { "metric": "{{metric}}", "window": { "kind": "lifetime" } },
        "tiers": [ { "id": "a", "from": 0 }, { "id": "b", "from": 100 } ], "tierReview": { "every": "month" },
        "pointValue": 0.01, "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 } {{expiry}} }
        """;

    [TestCase("spend"), TestCase("points-accrued")]
    public async Task Spending_never_lowers_the_tier(string metric)
    {
        await PublishAsync(Tiers(metric));
        await RecordAsync(Shop.Order("1"));
        var before = (decimal)(await StandingAsync())["metric"]!;

        var redeemed = await CommandAsync("accounts/A/redemptions", "r1", """{ "for": "voucher", "amount": 100 }""");
        Assert.That(redeemed.Status, Is.EqualTo(201), redeemed.Text);
        await AdvanceAsync("2011-12-01T00:00:00Z");

        var standing = await StandingAsync();
        Assert.That(((string?)standing["tier"], (decimal)standing["metric"]!), Is.EqualTo(("b", before)));
        Assert.That((await BalanceAsync()).Available, Is.Zero);
    }

    [Test]
    public async Task Expiry_never_lowers_the_tier()
    {
        await PublishAsync(Tiers("points-accrued", ", \"expiry\": { \"afterMonths\": 1, \"at\": \"exact\" }"));
        await RecordAsync(Shop.Order("1"));

        await AdvanceAsync("2011-12-01T00:00:00Z");

        Assert.That((await BalanceAsync()).Expired, Is.EqualTo(100m));
        Assert.That((string?)(await StandingAsync())["tier"], Is.EqualTo("b"));
    }
}
