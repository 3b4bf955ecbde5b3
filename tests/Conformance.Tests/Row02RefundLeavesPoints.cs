using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 2: a refund leaves the points that were earned.</summary>
public sealed class Row02RefundLeavesPoints : BlackBox
{
    [Test]
    public async Task A_return_takes_back_exactly_the_returned_lines_points()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1", lines: [Shop.Line("L1", 70), Shop.Line("L2", 20), Shop.Line("L3", 10)]));
        var shares = (await OrderAsync("1"))["evaluation"]!["lines"]!.AsArray();
        Assert.That(shares, Has.Count.EqualTo(3));

        await RecordAsync(Shop.Return("1", "r", lines: ("L2", 1)));

        var balance = await BalanceAsync();
        Assert.That((balance.Pending, balance.Reversed), Is.EqualTo((80m, 20m)));
    }

    [Test]
    public async Task Earn_refund_repeat_gains_nothing()
    {
        await PublishAsync("\"points\": { \"redeemOn\": \"future\", \"activation\": { \"on\": \"placed\", \"delayDays\": 0 } }");
        for (var n = 0; n < 10; n++) await RecordAsync(Shop.Order($"{n}"), Shop.Return($"{n}", "r"));

        var balance = await BalanceAsync();
        Assert.That((balance.Available, balance.Accrued, balance.Reversed), Is.EqualTo((0m, 1000m, 1000m)));
    }
}
