using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>When points become usable (domain.md §4 step 4).</summary>
public sealed class ActivationTests : ServiceTests
{
    private static string On(string trigger, int delayDays, string more = "") =>
        $$"""
        "points": { "redeemOn": "future", "activation": { "on": "{{trigger}}", "delayDays": {{delayDays}} } {{more}} }
        """;

    [TestCase("paid"), TestCase("shipped"), TestCase("delivered")]
    public async Task Points_wait_for_their_trigger_and_then_for_the_delay(string trigger)
    {
        await PublishAsync(On(trigger, 2));
        await RecordAsync(Shop.Order("1"));
        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-06-01T00:00:00Z"));
        Assert.That((await PointsAsync()).Pending, Is.EqualTo(100));

        await RecordAsync(Fact(trigger, "2011-06-10T08:30:00Z"));
        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-06-12T08:29:59Z"));
        Assert.That((await PointsAsync()).Pending, Is.EqualTo(100));

        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-06-12T08:30:00Z"));
        Assert.That((await PointsAsync()).Unheld, Is.EqualTo(100));
        Assert.That((await EventsAsync()).OfType<PointsActivated>().Single().EffectiveAt, Is.EqualTo(Shop.At("2011-06-12T08:30:00Z")));
    }

    [Test]
    public async Task Only_the_trigger_that_the_program_names_counts()
    {
        await PublishAsync(On("delivered", 0));
        await RecordAsync(Shop.Order("1"), Shop.Paid("1"), Shop.Shipped("1"));
        Assert.That((await PointsAsync()).Pending, Is.EqualTo(100));

        await RecordAsync(Shop.Delivered("1"));
        Assert.That((await PointsAsync()).Unheld, Is.EqualTo(100));
    }

    [Test]
    public async Task Of_several_payments_the_first_is_the_trigger()
    {
        await PublishAsync(On("paid", 10));
        await RecordAsync(Shop.Order("1"), Shop.Paid("1", "2011-03-05T00:00:00Z", "a"), Shop.Paid("1", "2011-03-02T00:00:00Z", "b"));

        var events = await EventsAsync();
        Assert.That(events.OfType<ActivationScheduled>().Single().ActivatesAt, Is.EqualTo(Shop.At("2011-03-15T00:00:00Z")));
        Assert.That(events.OfType<OrderProgressed>().Select(one => one.Triggers), Is.EqualTo(new[] { true, false }));
        await ExpectAsync(Shop.Paid("1", "2011-03-05T00:00:00Z", "a"), "repeated");
        await ExpectAsync(Shop.Paid("1", "2011-03-06T00:00:00Z", "a"), "conflict");
    }

    [Test]
    public async Task A_trigger_that_comes_late_for_its_date_activates_at_the_clock()
    {
        await PublishAsync(On("paid", 2));
        await RecordAsync(Shop.Order("1"));
        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-07-01T00:00:00Z"));

        await RecordAsync(Shop.Paid("1", "2011-03-02T10:00:00Z"));

        Assert.That((await EventsAsync()).OfType<PointsActivated>().Single().EffectiveAt, Is.EqualTo(Shop.At("2011-07-01T00:00:00Z")));
    }

    [Test]
    public async Task A_back_dated_order_activates_at_the_clock_and_counts_in_its_own_month()
    {
        await PublishAsync("\"qualification\": { \"metric\": \"spend\", \"window\": { \"kind\": \"rolling-months\", \"months\": 12 } }");
        await RecordAsync(Shop.Order("now", at: "2011-06-01T00:00:00Z"), Shop.Order("then", at: "2011-03-01T00:00:00Z"));

        var activated = (await EventsAsync()).OfType<PointsActivated>().Single();
        Assert.That(activated.Moves.Single().Lot, Is.EqualTo(2));
        Assert.That(activated.EffectiveAt, Is.EqualTo(Shop.At("2011-06-01T00:00:00Z")));
        var account = await AccountAsync();
        Assert.That(account.Clock, Is.EqualTo(Shop.At("2011-06-01T00:00:00Z")));
        Assert.That(account.FirstOrderAt, Is.EqualTo(Shop.At("2011-03-01T00:00:00Z")));
        Assert.That(
            account.Measures.Cells.Where(cell => cell.Scope == "*").Select(cell => cell.Measure.Month),
            Is.EquivalentTo(new[] { (2011 * 12) + 2, (2011 * 12) + 5 }));
    }

    [Test]
    public async Task What_expires_before_it_activates_never_activates()
    {
        await PublishAsync(On("placed", 60, ", \"expiry\": { \"afterMonths\": 1, \"at\": \"exact\" }"));
        await RecordAsync(Shop.Order("1"));

        await Api.AdvanceAsync(Shop.Program, Shop.At("2012-01-01T00:00:00Z"));

        var events = await EventsAsync();
        Assert.That(events.OfType<PointsActivated>(), Is.Empty);
        Assert.That(
            events.OfType<PointsExpired>().Single().EffectiveAt, Is.EqualTo(Shop.At("2011-04-01T09:00:00Z")),
            "in Europe/London the clocks went forward between");
        Assert.That((await PointsAsync()).Expired, Is.EqualTo(100));
    }

    [TestCase("2011-01-31T12:00:00Z", 1, "exact", "2011-02-28T12:00:00Z")]
    [TestCase("2011-03-01T10:00:00Z", 12, "exact", "2012-03-01T10:00:00Z")]
    [TestCase(
        "2011-02-27T01:30:00Z", 1, "exact", "2011-03-27T01:30:00Z",
        Description = "01:30 does not exist that day: an hour later, 02:30 BST")]
    [TestCase("2011-09-30T00:30:00Z", 1, "exact", "2011-10-30T00:30:00Z", Description = "01:30 comes twice that day: the earlier")]
    [TestCase("2011-03-31T22:59:59Z", 1, "end-of-month", "2011-04-30T23:00:00Z")]
    [TestCase("2011-03-31T23:00:00Z", 1, "end-of-month", "2011-05-31T23:00:00Z", Description = "already April in London")]
    public async Task Points_expire_by_the_calendar_of_the_program(string placedAt, int months, string at, string expires)
    {
        await PublishAsync(On("placed", 0, $", \"expiry\": {{ \"afterMonths\": {months}, \"at\": \"{at}\" }}"));
        await RecordAsync(Shop.Order("1", at: placedAt));

        await Api.AdvanceAsync(Shop.Program, Shop.At(expires).AddSeconds(-1));
        Assert.That((await PointsAsync()).Unheld, Is.EqualTo(100));

        await Api.AdvanceAsync(Shop.Program, Shop.At(expires));
        Assert.That((await PointsAsync()).Expired, Is.EqualTo(100));
    }

    private IOrderFact Fact(string trigger, string at) => trigger switch
    {
        "paid" => Shop.Paid("1", at),
        "shipped" => Shop.Shipped("1", at),
        _ => Shop.Delivered("1", at),
    };
}
