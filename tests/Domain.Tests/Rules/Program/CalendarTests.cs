using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Program;

/// <summary>Local calendars: gaps, overlaps, skipped days, short months (domain.md §1, §4).</summary>
[TestFixture]
public sealed class CalendarTests
{
    [TestCase("UTC", "2011-01-31T10:00:00Z", 1, "2011-02-28T10:00:00Z", TestName = "Day clamped to 28")]
    [TestCase("UTC", "2012-01-31T10:00:00Z", 1, "2012-02-29T10:00:00Z", TestName = "Day clamped to 29")]
    [TestCase("UTC", "2012-02-29T10:00:00Z", 12, "2013-02-28T10:00:00Z", TestName = "29 February a year later")]
    [TestCase("UTC", "2012-02-29T10:00:00Z", 48, "2016-02-29T10:00:00Z", TestName = "29 February four years later")]
    [TestCase("UTC", "2011-03-31T23:59:59.9999999Z", 1, "2011-04-30T23:59:59.9999999Z", TestName = "Day clamped to 30, fractions kept")]
    [TestCase("UTC", "2011-12-31T00:00:00Z", 2, "2012-02-29T00:00:00Z", TestName = "Over the year's end")]
    [TestCase("UTC", "2011-10-31T00:00:00Z", 2, "2011-12-31T00:00:00Z", TestName = "31 to 31 past a shorter month")]
    [TestCase("Asia/Kolkata", "2011-01-31T20:00:00Z", 1, "2011-02-28T20:00:00Z", TestName = "The local day counts, not UTC's")]
    [TestCase("Europe/London", "2011-02-15T12:00:00Z", 2, "2011-04-15T11:00:00Z", TestName = "Summer time in between")]
    [TestCase("Europe/London", "2011-02-27T01:30:00Z", 1, "2011-03-27T01:30:00Z", TestName = "London gap: forward by an hour")]
    [TestCase("Europe/London", "2011-09-30T00:30:00Z", 1, "2011-10-30T00:30:00Z", TestName = "London overlap: the earlier")]
    [TestCase("Australia/Sydney", "2011-09-01T16:30:00Z", 1, "2011-10-01T16:30:00Z", TestName = "Sydney gap")]
    [TestCase("Australia/Sydney", "2011-03-02T15:30:00Z", 1, "2011-04-02T15:30:00Z", TestName = "Sydney overlap: the earlier")]
    [TestCase("America/Sao_Paulo", "2011-09-16T03:00:00Z", 1, "2011-10-16T03:00:00Z", TestName = "Sao Paulo has no midnight that day")]
    [TestCase("America/Sao_Paulo", "2011-09-16T03:30:00Z", 1, "2011-10-16T03:30:00Z", TestName = "Sao Paulo gap after midnight")]
    [TestCase("America/Sao_Paulo", "2011-01-20T01:30:00Z", 1, "2011-02-20T01:30:00Z", TestName = "Sao Paulo overlap before midnight")]
    [TestCase("Australia/Lord_Howe", "2011-09-01T15:45:00Z", 1, "2011-10-01T15:45:00Z", TestName = "Lord Howe: a gap of half an hour")]
    [TestCase("Australia/Lord_Howe", "2011-03-02T14:45:00Z", 1, "2011-04-02T14:45:00Z", TestName = "Lord Howe: an overlap of half an hour")]
    [TestCase("Pacific/Apia", "2011-11-30T20:00:00Z", 1, "2011-12-30T20:00:00Z", TestName = "Apia skipped 30 December: forward by a day")]
    [TestCase("Pacific/Apia", "2011-11-29T20:00:00Z", 1, "2011-12-29T20:00:00Z", TestName = "Apia the day before")]
    [TestCase("Pacific/Apia", "2011-12-01T08:00:00Z", 1, "2011-12-31T08:00:00Z", TestName = "Apia the day after")]
    [TestCase("Asia/Kathmandu", "2011-01-31T18:15:00Z", 1, "2011-02-28T18:15:00Z", TestName = "A quarter-hour zone")]
    public void Months_are_added_on_the_local_calendar(string zone, string at, int months, string expected) =>
        Assert.That(Of(zone).AddMonths(Orders.Time(at), months), Is.EqualTo(Orders.Time(expected)));

    [TestCase("Europe/London", 2011, 1, "2011-01-01T00:00:00Z")]
    [TestCase("Europe/London", 2011, 7, "2011-06-30T23:00:00Z")]
    [TestCase("Australia/Sydney", 2010, 7, "2010-06-30T14:00:00Z")]
    [TestCase("Australia/Sydney", 2011, 1, "2010-12-31T13:00:00Z")]
    [TestCase("Pacific/Apia", 2012, 1, "2011-12-31T10:00:00Z")]
    [TestCase("Pacific/Apia", 2011, 12, "2011-12-01T10:00:00Z")]
    [TestCase("America/Asuncion", 2017, 10, "2017-10-01T04:00:00Z")]
    [TestCase("America/St_Johns", 2009, 11, "2009-11-01T02:30:00Z")]
    [TestCase("America/New_York", 2150, 2, "2150-02-01T05:00:00Z")]
    [TestCase("UTC", 1, 1, "0001-01-01T00:00:00Z")]
    public void A_month_starts_at_local_midnight_or_what_stands_for_it(string zone, int year, int month, string expected)
    {
        var calendar = Of(zone);
        Assert.That(calendar.StartOfMonth(Orders.Month(year, month)), Is.EqualTo(Orders.Time(expected)));
        Assert.That(calendar.StartOfMonth(Orders.Month(year, month)), Is.EqualTo(Orders.Time(expected)), "from memory");
    }

    [TestCase("Europe/London", "2011-03-27", "2011-03-27T00:00:00Z")]
    [TestCase("Europe/London", "2011-03-28", "2011-03-27T23:00:00Z")]
    [TestCase("America/Sao_Paulo", "2011-10-16", "2011-10-16T03:00:00Z", Description = "There is no midnight that day.")]
    [TestCase("America/Sao_Paulo", "2011-02-20", "2011-02-20T03:00:00Z")]
    [TestCase("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z")]
    public void A_day_starts_at_local_midnight_or_what_stands_for_it(string zone, string day, string expected) =>
        Assert.That(
            Of(zone).StartOfDay(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo(Orders.Time(expected)));

    [TestCase("Europe/London", "2011-06-30T22:59:59Z", 2011, 6)]
    [TestCase("Europe/London", "2011-06-30T23:00:00Z", 2011, 7)]
    [TestCase("Pacific/Kiritimati", "2011-06-30T10:00:00Z", 2011, 7)]
    [TestCase("Pacific/Pago_Pago", "2011-07-01T10:59:59Z", 2011, 6)]
    [TestCase("Pacific/Apia", "2011-12-31T09:59:59Z", 2011, 12)]
    [TestCase("Pacific/Apia", "2011-12-31T10:00:00Z", 2012, 1)]
    [TestCase("America/Asuncion", "2017-10-01T03:59:59Z", 2017, 9)]
    [TestCase("America/St_Johns", "2009-11-01T02:30:30Z", 2009, 11)]
    [TestCase(
        "America/St_Johns", "2009-11-01T02:45:00Z", 2009, 10,
        Description = "The clocks went back over midnight: the local time says October again.")]
    [TestCase("America/New_York", "0001-01-01T00:00:00Z", 1, 1, Description = "No time is too early to ask.")]
    public void An_instant_lies_in_the_month_its_local_time_says(string zone, string at, int year, int month)
    {
        Assert.That(Of(zone).MonthOf(Orders.Time(at)), Is.EqualTo(Orders.Month(year, month)));
        Assert.That(Of(zone).YearOf(Orders.Time(at)), Is.EqualTo(year));
    }

    [TestCase("Pacific/Apia", "2011-12-30T09:59:59Z", "thu")]
    [TestCase("Pacific/Apia", "2011-12-30T10:00:00Z", "sat")]
    [TestCase("Europe/London", "2011-07-03T22:59:59Z", "sun")]
    [TestCase("Europe/London", "2011-07-03T23:00:00Z", "mon")]
    [TestCase("America/New_York", "2011-07-06T03:00:00Z", "tue")]
    [TestCase("Asia/Tokyo", "2011-07-05T15:00:00Z", "wed")]
    [TestCase("UTC", "2011-07-08T00:00:00Z", "fri")]
    public void The_weekday_is_the_local_one(string zone, string at, string expected) =>
        Assert.That(Of(zone).WeekdayOf(Orders.Time(at)), Is.EqualTo(expected));

    [TestCase("2011-01-31T00:00:00Z", "2011-02-28T00:00:00Z", 1)]
    [TestCase("2011-01-31T00:00:00Z", "2011-02-27T23:59:59Z", 0)]
    [TestCase("2011-01-15T12:00:00Z", "2012-01-15T12:00:00Z", 12)]
    [TestCase("2011-01-15T12:00:00Z", "2012-01-15T11:59:59Z", 11)]
    [TestCase("2011-01-15T12:00:00Z", "2011-01-15T12:00:00Z", 0)]
    [TestCase("2011-05-15T12:00:00Z", "2011-01-15T12:00:00Z", 0)]
    public void Whole_months_are_those_that_fit(string from, string to, int expected) =>
        Assert.That(Of("UTC").WholeMonths(Orders.Time(from), Orders.Time(to)), Is.EqualTo(expected));

    [TestCase("2011-03-10T12:00:00Z", 12, ExpiryAt.EndOfMonth, "2012-04-01T00:00:00+01:00")]
    [TestCase("2011-03-10T12:00:00Z", 0, ExpiryAt.EndOfMonth, "2011-04-01T00:00:00+01:00", Description = "The end of its own month.")]
    [TestCase("2011-03-31T23:30:00Z", 1, ExpiryAt.EndOfMonth, "2011-06-01T00:00:00+01:00", Description = "Already April in London.")]
    [TestCase(
        "2011-01-31T12:00:00Z", 1, ExpiryAt.EndOfMonth, "2011-03-01T00:00:00Z",
        Description = "Clamped to 28 February, so the end of February.")]
    [TestCase("2011-03-10T12:00:00Z", 12, ExpiryAt.Exact, "2012-03-10T12:00:00Z")]
    [TestCase("2011-02-27T01:30:00Z", 1, ExpiryAt.Exact, "2011-03-27T02:30:00+01:00")]
    public void Points_expire_by_the_local_calendar(string from, int months, ExpiryAt at, string expected) =>
        Assert.That(Of("Europe/London").ExpiryOf(Orders.Time(from), new Expiry(months, at)), Is.EqualTo(Orders.Time(expected)));

    [Test]
    public void Without_expiry_there_is_none() => Assert.That(Of("UTC").ExpiryOf(Orders.Time("2011-03-10T12:00:00Z"), null), Is.Null);

    [Test]
    public void The_next_boundaries_are_after_the_instant_even_on_a_boundary()
    {
        var calendar = Of("Australia/Sydney");
        var newYear = calendar.StartOfYear(2011);
        Assert.That(newYear, Is.EqualTo(Orders.Time("2010-12-31T13:00:00Z")));
        Assert.That(calendar.NextMonth(newYear), Is.EqualTo(Orders.Time("2011-01-31T13:00:00Z")));
        Assert.That(calendar.NextYear(newYear), Is.EqualTo(Orders.Time("2011-12-31T13:00:00Z")));
        Assert.That(calendar.NextYear(newYear.AddTicks(-1)), Is.EqualTo(newYear));
    }

    [Test]
    public void Months_follow_each_other_without_a_hole(
        [Values(
            "UTC", "Europe/London", "Europe/Dublin", "America/New_York", "America/Sao_Paulo", "Australia/Sydney", "Australia/Lord_Howe",
            "Pacific/Apia", "Pacific/Kiritimati", "Africa/Casablanca", "Asia/Tehran", "Asia/Kathmandu")] string zone)
    {
        var calendar = Of(zone);
        for (var month = Orders.Month(1990, 1); month <= Orders.Month(2040, 1); month++)
        {
            var start = calendar.StartOfMonth(month);
            Assert.That(calendar.MonthOf(start), Is.EqualTo(month), $"{zone} {start:O}");
            Assert.That(calendar.MonthOf(start.AddTicks(-1)), Is.EqualTo(month - 1), $"{zone} {start:O}");
            Assert.That(start.Offset, Is.EqualTo(TimeSpan.Zero));
        }
    }

    private static Calendar Of(string zone) => new(TimeZoneInfo.FindSystemTimeZoneById(zone));
}
