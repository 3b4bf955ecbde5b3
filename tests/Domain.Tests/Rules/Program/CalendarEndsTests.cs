using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Program;

/// <summary>At either end of the calendar no question fails, and answers stay in order.</summary>
[TestFixture]
public sealed class CalendarEndsTests
{
    private static readonly string[] Zones =
        ["UTC", "Europe/London", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"];

    private static readonly DateTimeOffset[] Instants =
    [
        DateTimeOffset.MinValue, DateTimeOffset.MinValue.AddTicks(1), Orders.Time("0001-01-31T23:00:00Z"),
        Orders.Time("0100-01-01T00:00:00Z"),
        Orders.Time("2026-11-29T12:00:00Z"), Orders.Time("9899-12-31T23:59:59.999999Z"), Orders.Time("9998-12-31T12:00:00Z"),
        Orders.Time("9999-11-30T23:00:00Z"), Orders.Time("9999-12-01T00:00:00Z"), Orders.Time("9999-12-31T12:00:00Z"), Calendar.End,
        DateTimeOffset.MaxValue,
    ];

    private static readonly int[] Spans = [int.MinValue, -120_000, -1_200, -1, 0, 1, 12, 1_200, 36_500, 120_000, int.MaxValue];

    [Test]
    public void No_question_fails([ValueSource(nameof(Zones))] string zone)
    {
        var calendar = new Calendar(TimeZoneInfo.FindSystemTimeZoneById(zone));
        foreach (var at in Instants)
        {
            var answers = new List<DateTimeOffset>
            {
                calendar.NextMonth(at), calendar.NextYear(at), calendar.StartOfDay(calendar.DayOf(at)),
                calendar.StartOfMonth(calendar.MonthOf(at)), calendar.StartOfYear(calendar.YearOf(at)),
                calendar.LastOfMonth(calendar.MonthOf(at)),
            };
            foreach (var span in Spans)
            {
                answers.Add(calendar.AddMonths(at, span));
                answers.Add(Calendar.AddDays(at, span));
                answers.Add(calendar.StartOfYear(span));
                answers.Add(calendar.ExpiryOf(at, new Expiry(span, ExpiryAt.EndOfMonth))!.Value);
                answers.Add(calendar.ExpiryOf(at, new Expiry(span, ExpiryAt.Exact))!.Value);
            }

            foreach (var month in new[] { int.MinValue, -1, 0, 11, 12, 119_987, 119_999, 120_000, int.MaxValue - 1 })
            {
                answers.Add(calendar.StartOfMonth(month));
                answers.Add(calendar.LastOfMonth(month));
            }

            foreach (var kind in Enum.GetValues<PeriodKind>())
            {
                var period = RebateRules.PeriodOf(kind, calendar, calendar.MonthOf(at));
                answers.AddRange([period.Start, period.End]);
            }

            Assert.That(answers, Has.All.InRange(DateTimeOffset.MinValue, Calendar.End), $"{zone} {at:O}");
            foreach (var other in Instants) Assert.That(calendar.WholeMonths(at, other), Is.InRange(0, 120_000), $"{at:O} {other:O}");
            Assert.That(calendar.WeekdayOf(at), Has.Length.EqualTo(3));
        }
    }

    [Test]
    public void Answers_stay_in_order([ValueSource(nameof(Zones))] string zone)
    {
        var calendar = new Calendar(TimeZoneInfo.FindSystemTimeZoneById(zone));
        foreach (var at in Instants)
        {
            Assert.That(Spans.Select(span => calendar.AddMonths(at, span)), Is.Ordered, $"months from {at:O}");
            Assert.That(Spans.Select(span => Calendar.AddDays(at, span)), Is.Ordered, $"days from {at:O}");
        }

        var months = new[] { 0, 11, 12, 13, 24_000, 119_998, 119_999, 120_000, 120_001 };
        Assert.That(months.Select(calendar.StartOfMonth), Is.Ordered);
    }

    [Test]
    public void Terms_of_a_membership_end_with_the_calendar()
    {
        var version = Programs.Version("\"memberships\": [ { \"id\": \"plus\", \"fee\": 1, \"months\": 1200 } ]");
        var terms = new List<Term>();
        for (var bought = 0; bought < 100; bought++)
        {
            terms.Add(MembershipTerms.Next(
                version.Calendar, terms, version.Memberships[0], $"m{bought}", Orders.Time("2026-01-31T00:00:00Z")));
        }

        Assert.That(terms[^1].End, Is.EqualTo(Calendar.End));
        var after = MembershipTerms.Refund(version.Calendar, terms, "m0", Orders.Time("2026-02-01T00:00:00Z"));
        Assert.That(after[1].Start, Is.EqualTo(Orders.Time("2026-02-01T00:00:00Z")));
    }

    [TestCase("0100-01-01T00:00:00Z")]
    [TestCase("9899-12-31T23:59:59Z")]
    public void Times_of_a_program_are_found_at_either_end(string effectiveFrom)
    {
        var catalog = Programs.Catalog($$"""
            "effectiveFrom": "{{effectiveFrom}}", "timeZone": "Pacific/Pago_Pago", "rewards": [ { "id": "mug", "cost": 1 } ],
            "challenges": [ { "id": "race", "period": "year", "metric": "spend", "settleAfterDays": 36500, "prizes": [] } ],
            "draws": [ { "id": "d", "at": "9999-12-31T23:59:59Z", "prizes": 1, "reward": "mug" } ]
            """);
        foreach (var after in Instants)
        {
            var times = ProgramWideTimes.TimesIn(catalog, after, DateTimeOffset.MaxValue);
            Assert.That(times, Is.Ordered);
            Assert.That(times, Has.All.GreaterThan(after));
        }
    }

    // The search begins near the given time; it must find the same as a search from the first version on.
    [Test]
    public void What_closes_after_a_time_is_found_without_what_closed_before_it(
        [Values("month", "quarter", "year")] string period, [Values(0, 1, 45, 36_500)] int settling)
    {
        var catalog = Programs.Catalog($$"""
            "effectiveFrom": "1890-05-15T00:00:00Z",
            "challenges": [ { "id": "race", "period": "{{period}}", "metric": "spend", "settleAfterDays": {{settling}}, "prizes": [] } ]
            """);
        var until = Orders.Time("2012-01-01T00:00:00Z");
        var all = ChallengeRules.ClosingIn(catalog, DateTimeOffset.MinValue, until);
        var random = new Random(6);
        for (var round = 0; round < 20; round++)
        {
            var after = Orders.Time("1890-01-01T00:00:00Z").AddHours(random.Next(122 * 365 * 24));
            Assert.That(
                ChallengeRules.ClosingIn(catalog, after, until).Select(one => one.ClosesAt),
                Is.EqualTo(all.Where(one => one.ClosesAt > after).Select(one => one.ClosesAt)), $"{after:O}");
        }
    }
}
