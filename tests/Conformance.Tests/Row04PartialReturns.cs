using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 4: partial returns, line allocation and rounding drift.</summary>
public sealed class Row04PartialReturns : BlackBox
{
    [TestCase("floor"), TestCase("half-up"), TestCase("half-even")]
    public async Task Many_partial_returns_sum_to_the_full_accrual(string rounding)
    {
        await PublishAsync($"\"rounding\": {{ \"points\": \"{rounding}\", \"money\": \"half-even\" }}, \"earning\": [ {{ \"id\": "
            + $"\"e\", \"points\": 1, \"per\": 0.7, \"scope\": \"goods\" }} ]");
        await RecordAsync(Shop.Order("1", lines: [Shop.Line("L1", 3.33m, 7), Shop.Line("L2", 0.99m, 5), Shop.Line("L3", 17.05m, 1)]));
        var accrued = (await BalanceAsync()).Accrued;

        for (var n = 0; n < 7; n++) await RecordAsync(Shop.Return("1", $"a{n}", lines: ("L1", 1)));
        for (var n = 0; n < 5; n++) await RecordAsync(Shop.Return("1", $"b{n}", lines: ("L2", 1)));
        await RecordAsync(Shop.Return("1", "c", lines: ("L3", 1)));

        var balance = await BalanceAsync();
        Assert.That((balance.Pending, balance.Reversed), Is.EqualTo((0m, accrued)));
        Assert.That(await PointsOfAsync("1"), Is.Zero);
    }

    [Test]
    public async Task A_lines_discount_goes_back_in_proportion_to_its_quantity()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 10, 4, discount: 10)), Shop.Return("1", "r", lines: ("L1", 1)));

        // 40 less 10 is 30; a quarter of each goes back.
        Assert.That((await BalanceAsync()).Pending, Is.EqualTo(22m));
        Assert.That(await PointsOfAsync("1"), Is.EqualTo(22));
    }
}
