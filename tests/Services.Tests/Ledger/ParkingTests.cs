using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Facts that come before their order wait for it (domain.md §2).</summary>
public sealed class ParkingTests : ServiceTests
{
    [Test]
    public async Task A_return_payment_and_cancellation_before_the_order_are_applied_when_it_comes()
    {
        await PublishAsync("\"points\": { \"redeemOn\": \"future\", \"activation\": { \"on\": \"paid\", \"delayDays\": 0 } }");

        var parked = await ExpectAsync(Shop.Return("1", "r"), "parked");
        Assert.That(parked.Status, Is.EqualTo(202));
        await ExpectAsync(Shop.Paid("1", "2011-03-03T00:00:00Z"), "parked");
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 100, 3)));

        var points = await PointsAsync();
        Assert.That(points.Unheld, Is.EqualTo(200));
        Assert.That(points.Pending, Is.Zero);
        Assert.That(points.Reversed, Is.EqualTo(100));

        await ExpectAsync(Shop.Cancelled("2"), "parked");
        await RecordAsync(Shop.Order("2", "B"));
        Assert.That((await PointsAsync("B")).Pending, Is.Zero);
        Assert.That((await AccountAsync("B")).Orders, Is.EqualTo(1));
    }

    [Test]
    public async Task Parked_facts_are_applied_by_effective_time_then_arrival()
    {
        await PublishAsync();
        await ExpectAsync(Shop.Return("1", "late", "2011-03-09T00:00:00Z", ("L1", 2)), "parked");
        await ExpectAsync(Shop.Return("1", "early", "2011-03-05T00:00:00Z", ("L1", 2)), "parked");
        await ExpectAsync(Shop.Return("1", "second", "2011-03-09T00:00:00Z", ("L1", 1)), "parked");

        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 100, 3)));

        var applied = (await EventsAsync()).OfType<ReturnRecorded>().Select(one => one.ReturnId);
        Assert.That(applied, Is.EqualTo(new[] { "early", "second" }));
        var rejected = (await RejectedAsync()).Single();
        Assert.That(rejected.Code, Is.EqualTo("return_exceeds_remaining"));
        Assert.That(rejected.FactType, Is.EqualTo(nameof(OrderReturned)));
        Assert.That((await PointsAsync()).Pending, Is.Zero);
    }

    [Test]
    public async Task Parked_facts_dated_before_their_order_are_all_effective_with_it_and_applied_as_they_arrived()
    {
        await PublishAsync();
        await ExpectAsync(Shop.Return("1", "first", "2011-02-20T00:00:00Z", ("L1", 2)), "parked");
        await ExpectAsync(Shop.Cancelled("1", "2011-02-10T00:00:00Z"), "parked");

        await RecordAsync(Shop.Order("1", at: "2011-03-01T10:00:00Z", lines: Shop.Line("L1", 100, 3)));

        Assert.That((await EventsAsync()).OfType<ReturnRecorded>().Select(one => one.ReturnId), Is.EqualTo(new[] { "first", null }));
        Assert.That(await RejectedAsync(), Is.Empty);
    }

    [Test]
    public async Task The_order_of_arrival_makes_no_difference()
    {
        await PublishAsync();
        var order = Shop.Order("1", lines: Shop.Line("L1", 100, 3));
        var back = Shop.Return("1", "r", "2011-03-05T00:00:00Z", ("L1", 1));
        var forward = new Shop(Shop.NewProgram());
        await Api.PublishAsync(forward.Document());

        await Api.SendLinesAsync(Shop.Program, [back, order]);
        await Api.SendLinesAsync(forward.Program, [order with { Program = forward.Program }, back with { Program = forward.Program }]);

        var one = await AccountAsync();
        var other = await Log.AccountAsync(forward.Program, "A");
        Assert.That(one.Clock, Is.EqualTo(other.Clock));
        Assert.That(one.Entries, Is.EqualTo(other.Entries));
        Assert.That((await PointsAsync()).Pending, Is.EqualTo(200));
        Assert.That(other.Wallet(new("account", "points")).Pending, Is.EqualTo(200));
    }

    [Test]
    public async Task A_parked_fact_sent_again_is_parked_once()
    {
        await PublishAsync();
        await ExpectAsync(Shop.Return("1", "r"), "parked");
        await ExpectAsync(Shop.Return("1", "r"), "parked");
        Assert.That((await EventsAsync()).OfType<FactParked>().Count(), Is.EqualTo(1));

        await RecordAsync(Shop.Order("1"));
        await ExpectAsync(Shop.Return("1", "r"), "repeated");
    }

    [Test]
    public async Task A_parked_fact_binds_no_key_and_moves_no_clock()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("0", at: "2011-02-01T00:00:00Z"));
        await ExpectAsync(Shop.Return("1", "r", "2011-12-01T00:00:00Z", ("L1", 1)), "parked");
        await ExpectAsync(Shop.Return("1", "r", "2011-12-01T00:00:00Z", ("L1", 2)), "parked");

        Assert.That((await AccountAsync()).Clock, Is.EqualTo(Shop.At("2011-02-01T00:00:00Z")));
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 100, 3)));

        // The first binds the key; the second is in conflict with it and kept as rejected.
        Assert.That((await EventsAsync()).OfType<ReturnRecorded>().Single().Lines.Single().Quantity, Is.EqualTo(1));
        Assert.That((await RejectedAsync()).Single().Code, Is.EqualTo("conflict"));
    }

    [Test]
    public async Task What_waits_for_a_rejected_order_is_rejected_with_it()
    {
        await PublishAsync();
        await ExpectAsync(Shop.Return("1", "r"), "parked");
        await ExpectAsync(Shop.Paid("1"), "parked");

        await ExpectAsync(Shop.Order("1", lines: Shop.Line("L1", 1, quantity: -1)), "non_positive_quantity");

        var codes = (await RejectedAsync()).Select(one => one.Code);
        Assert.That(codes, Is.EquivalentTo(new[] { "non_positive_quantity", "order_rejected", "order_rejected" }));
        await RecordAsync(Shop.Order("1"));
        Assert.That((await PointsAsync()).Pending, Is.EqualTo(100), "nothing waits any more");
        await RecordAsync(Shop.Return("1", "r"));
    }

    [Test]
    public async Task What_waits_for_an_order_without_a_rate_goes_on_waiting_however_often_it_comes()
    {
        await PublishAsync();
        await ExpectAsync(Shop.Paid("1"), "parked");
        for (var times = 0; times < 2; times++)
        {
            await ExpectAsync(Shop.Order("1") with { Currency = "EUR" }, "no_rate");
            await ExpectAsync(Shop.Paid("1"), "parked");
        }

        Assert.That((await RejectedAsync()).Select(one => one.Code), Is.EqualTo(new[] { "no_rate" }));
        Assert.That((await EventsAsync()).OfType<FactParked>().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task What_waits_for_an_order_that_no_version_takes_is_rejected_with_it()
    {
        await PublishAsync();
        await ExpectAsync(Shop.Cancelled("1"), "parked");

        await ExpectAsync(Shop.Order("1", at: "2008-01-01T00:00:00Z"), "no_version_effective");

        Assert.That((await RejectedAsync()).Select(one => one.Code), Is.EquivalentTo(new[] { "no_version_effective", "order_rejected" }));
    }

    [Test]
    public async Task What_waits_for_a_malformed_order_is_rejected_with_it()
    {
        await PublishAsync();
        await ExpectAsync(Shop.Return("1", "r"), "parked");

        await ExpectAsync(Shop.Order("1", lines: Shop.Line("L1", -1)), "negative_price");

        Assert.That((await RejectedAsync()).Select(one => one.Code), Is.EquivalentTo(new[] { "negative_price", "order_rejected" }));
    }

    [Test]
    public async Task A_fact_dated_before_its_order_takes_effect_when_the_order_was_placed()
    {
        await PublishAsync("\"points\": { \"redeemOn\": \"future\", \"activation\": { \"on\": \"paid\", \"delayDays\": 3 } }");
        await RecordAsync(
            Shop.Order("1", lines: Shop.Line("L1", 100, 2)), Shop.Paid("1", "2011-01-01T00:00:00Z"),
            Shop.Return("1", "r", "2010-01-01T00:00:00Z"));

        var events = await EventsAsync();
        Assert.That(events.OfType<ReturnRecorded>().Single().EffectiveAt, Is.EqualTo(Shop.At("2011-03-01T10:00:00Z")));
        Assert.That(events.OfType<ActivationScheduled>().Single().ActivatesAt, Is.EqualTo(Shop.At("2011-03-04T10:00:00Z")));
    }
}
