using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 19: cancelled, opened again, refunded: any way ends at the same balance.</summary>
public sealed class Row19StatusPingPong : BlackBox
{
    private const string AtOnce = "\"points\": { \"redeemOn\": \"future\", \"activation\": { \"on\": \"placed\", \"delayDays\": 0 } }";

    [Test]
    public async Task Every_way_of_undoing_an_order_ends_at_the_same_balance()
    {
        await PublishAsync(AtOnce);
        IOrderFact[][] ways =
        [
            [Shop.Cancelled("0")],
            [Shop.Return("1", "a", lines: ("L1", 3))],
            [Shop.Return("2", "a"), Shop.Return("2", "b"), Shop.Return("2", "c")],
            [Shop.Return("3", "a"), Shop.Cancelled("3")],
            [Order("4", 1, 2), Shop.Cancelled("4")],
            [Order("5", 5, 2), Order("5", 2, 3), Shop.Return("5", "a", lines: ("L1", 2))],
            [Shop.Paid("6"), Shop.Shipped("6"), Shop.Cancelled("6")],
        ];
        for (var way = 0; way < ways.Length; way++)
        {
            await RecordAsync(Order($"{way}", 3, account: $"W{way}"));
            await RecordAsync(ways[way]);
            var balance = await BalanceAsync($"W{way}");
            Assert.That(
                (balance.Available, balance.Pending, balance.Arrears, balance.Accrued - balance.Reversed), Is.EqualTo((0m, 0m, 0m, 0m)),
                $"way {way}");
            Assert.That(await PointsOfAsync($"{way}"), Is.Zero);
        }
    }

    [Test]
    public async Task A_cancelled_order_is_not_refunded_again_and_does_not_open_again()
    {
        await PublishAsync(AtOnce);
        await RecordAsync(Order("1", 3, account: "A"), Shop.Cancelled("1"));

        Assert.That((await SendAsync(Shop.Cancelled("1"))).Outcome, Is.EqualTo("repeated"));
        Assert.That((await SendAsync(Shop.Return("1", "a"))).Code, Is.EqualTo("order_cancelled"));
        Assert.That((await SendAsync(Order("1", 3, 2, "A"))).Code, Is.EqualTo("order_cancelled"));
        Assert.That((await SendAsync(Order("1", 3, account: "A"))).Outcome, Is.EqualTo("repeated"));

        var balance = await BalanceAsync();
        Assert.That((balance.Available, balance.Accrued, balance.Reversed), Is.EqualTo((0m, 300m, 300m)));
    }

    [Test]
    public async Task Up_and_down_and_up_again_ends_where_it_says()
    {
        await PublishAsync(AtOnce);
        await RecordAsync(Order("1", 3, account: "A"));
        for (var n = 2; n < 12; n++) await RecordAsync(Order("1", n % 2 == 0 ? 1 : 4, n, "A"));

        Assert.That((await BalanceAsync()).Available, Is.EqualTo(400m));
        Assert.That(await PointsOfAsync("1"), Is.EqualTo(400));
    }

    private OrderPlaced Order(string id, decimal quantity, long revision = 1, string? account = null) =>
        Shop.Order(id, account ?? $"W{id}", lines: Shop.Line("L1", 100, quantity)) with { Revision = revision };
}
