using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 1: duplicate delivery double-accrues.</summary>
public sealed class Row01DuplicateDelivery : BlackBox
{
    [Test]
    public async Task The_same_order_many_times_through_both_HTTP_endpoints_accrues_once()
    {
        await PublishAsync();
        var order = Shop.Order("1");

        await Task.WhenAll(
            Enumerable.Range(0, 20).Select(n => n % 2 == 0 ? SendAsync(order) : Api.SendLinesAsync(Shop.Program, [order, order])));

        Assert.That((await BalanceAsync()).Accrued, Is.EqualTo(100));
        Assert.That((long)(await StandingAsync())["orders"]!, Is.EqualTo(1));
    }

    [Test]
    public async Task Another_body_under_the_same_key_is_a_conflict()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1"));

        var reply = await SendAsync(Shop.Order("1", lines: Shop.Line("L1", 101)));

        Assert.That((reply.Status, reply.Code), Is.EqualTo((409, "conflict")));
        Assert.That((await BalanceAsync()).Accrued, Is.EqualTo(100));
    }

    [Test]
    public async Task A_change_of_status_awards_nothing_again()
    {
        await PublishAsync();
        await RecordAsync(
            Shop.Order("1"), Shop.Paid("1"), Shop.Shipped("1"), Shop.Delivered("1"), Shop.Paid("1", id: "second"),
            Shop.Shipped("1", id: "second"));

        Assert.That((await BalanceAsync()).Accrued, Is.EqualTo(100));
    }
}
