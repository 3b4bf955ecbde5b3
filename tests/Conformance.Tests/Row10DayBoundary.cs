using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 10: day boundaries and time zones.</summary>
public sealed class Row10DayBoundary : BlackBox
{
    [TestCase("Europe/London", "2011-03-31T22:59:59Z", "2011-04-30T23:00:00Z", Description = "summer time since four days")]
    [TestCase("Europe/London", "2011-01-31T23:59:59Z", "2011-03-01T00:00:00Z")]
    [TestCase("Europe/London", "2011-09-30T22:59:59Z", "2011-11-01T00:00:00Z", Description = "the month has an hour more")]
    [TestCase("Australia/Sydney", "2011-02-28T12:59:59Z", "2011-03-31T13:00:00Z", Description = "still February there")]
    [TestCase(
        "Australia/Sydney", "2011-02-28T13:00:00Z", "2011-04-30T14:00:00Z", Description = "already March; summer time ends in between")]
    [TestCase("America/St_Johns", "2011-02-01T03:29:59Z", "2011-03-01T03:30:00Z", Description = "a zone of half an hour")]
    public async Task Points_expire_at_the_end_of_the_programs_day(string zone, string placedAt, string expires)
    {
        await PublishAsync($"\"timeZone\": \"{zone}\", \"points\": {{ \"redeemOn\": \"future\", \"activation\": {{ \"on\": \"placed\" "
            + $"}}, \"expiry\": {{ \"afterMonths\": 1, \"at\": \"end-of-month\" }} }}");
        await RecordAsync(Shop.Order("1", at: placedAt));

        await Api.AdvanceAsync(Shop.Program, Shop.At(expires).AddSeconds(-1));
        Assert.That((await BalanceAsync()).Available, Is.EqualTo(100m), "the calendar's end is inclusive");

        await AdvanceAsync(expires);
        var balance = await BalanceAsync();
        Assert.That((balance.Available, balance.Expired), Is.EqualTo((0m, 100m)));
    }

    [TestCase("2011-03-27T00:59:59Z", "2011-03-27T01:00:00Z")]
    [TestCase("2011-10-30T00:59:59Z", "2011-10-30T01:00:00Z")]
    public async Task A_delay_of_days_is_hours_whatever_the_clocks_do(string placedAt, string next)
    {
        await PublishAsync("\"points\": { \"redeemOn\": \"future\", \"activation\": { \"on\": \"placed\", \"delayDays\": 1 } }");
        await RecordAsync(Shop.Order("1", at: placedAt), Shop.Order("2", "B", next));

        await Api.AdvanceAsync(Shop.Program, Shop.At(placedAt).AddHours(24));

        Assert.That((await BalanceAsync()).Available, Is.EqualTo(100m));
        Assert.That((await BalanceAsync("B")).Pending, Is.EqualTo(100m));
    }

    [Test]
    public async Task An_order_counts_in_its_local_month()
    {
        await PublishAsync("\"qualification\": { \"metric\": \"spend\", \"window\": { \"kind\": \"calendar-year\" } }");
        await RecordAsync(
            Shop.Order("1", at: "2010-12-31T23:59:59Z"), Shop.Order("2", at: "2011-01-01T00:00:00Z", lines: Shop.Line("L1", 7)));

        Assert.That((decimal)(await StandingAsync())["metric"]!, Is.EqualTo(7m));
    }
}
