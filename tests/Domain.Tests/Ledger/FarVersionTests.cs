using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Due;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>
/// Versions that take effect in a far future or past neither stop a program nor make it iterate over all the months between.
/// </summary>
public sealed class FarVersionTests
{
    private const string Tiers = "\"tiers\": [ { \"id\": \"basic\", \"from\": 0 }, { \"id\": \"gold\", \"from\": 100 } ], "
        + "\"qualification\": { \"metric\": \"spend\", \"window\": { \"kind\": \"rolling-months\", \"months\": 12 } }";

    private const string Judging = "\"segments\": [ { \"id\": \"old\", \"when\": { \"tenureMonthsAtLeast\": 3 } } ], "
        + "\"points\": { \"activation\": { \"delayDays\": 36500 }, \"expiry\": { \"afterMonths\": 1200, \"noticeDays\": [ 36500 ] } }, "
        + "\"rebates\": [ { \"id\": \"r\", \"period\": \"year\", \"mode\": \"slab-whole\", \"payAfterDays\": 36500, \"payAs\": \"credit\", "
        + "\"steps\": [ { \"from\": 0, \"percent\": 1 } ] } ]";

    private static readonly DateTimeOffset End = At("2099-01-01T00:00:00Z");

    [TestCase("never")]
    [TestCase("month")]
    [TestCase("year")]
    public void Orders_are_recorded_beside_a_version_of_the_last_month_that_is_allowed(string every)
    {
        var review = $"{Tiers}, {Judging}, \"tierReview\": {{ \"every\": \"{every}\" }}";
        var ledger = new LedgerInMemory(Program(1, "2009-01-01", review), Program(2, "9899-12-31", review));
        for (var i = 0; i < 20; i++) Place(ledger, $"{i}", "2011-02-01T00:00:00Z");

        ledger.Sweep("A", At("2025-01-01T00:00:00Z"));

        Assert.That(ledger.Events.OfType<OrderRecorded>().Count(), Is.EqualTo(20));
        Assert.That(ledger.Events.OfType<TierDowngraded>().Count(), Is.EqualTo(every == "never" ? 0 : 1));
    }

    [Test]
    public void Orders_of_the_first_year_that_is_allowed_are_recorded()
    {
        const string Review = "\"tierReview\": { \"every\": \"year\" }";
        var ledger = new LedgerInMemory(Program(1, "0100-01-01", $"{Tiers}, {Judging}, {Review}"));

        Place(ledger, "1", "0100-01-01T00:00:00Z");
        ledger.Sweep("A", At("0102-06-01T00:00:00Z"));

        var downgrades = ledger.Events.OfType<TierDowngraded>().Select(one => one.EffectiveAt);
        Assert.That(downgrades, Is.EqualTo(new[] { At("0102-01-01T00:00:00Z") }));
    }

    // The review searches only the year after each change of versions; a search over every month finds the same.
    [Test]
    public void The_next_review_is_the_first_that_a_walk_over_all_months_finds()
    {
        var random = new Random(17);
        for (var round = 0; round < 300; round++)
        {
            var catalog = ProgramCatalog.Empty(LedgerInMemory.ProgramId);
            for (var number = 1; number <= 4; number++)
            {
                var every = new[] { "never", "month", "year" }[random.Next(3)];
                var end = random.Next(3) > 0 ? ""
                    : $", \"windDown\": {{ \"earnUntil\": \"{Day(random)}T00:00:00Z\", \"redeemUntil\": \"{End:yyyy-MM-dd}T00:00:00Z\" }}";
                var from = number == 1 ? "2009-01-01" : Day(random);
                var text = Program(number, from, $"{Tiers}, \"tierReview\": {{ \"every\": \"{every}\" }}{end}");
                DateTimeOffset? clock = random.Next(2) == 0 ? At($"{Day(random)}T00:00:00Z") : null;
                catalog = catalog.With(ProgramParser.Parse(System.Text.Json.JsonDocument.Parse(text).RootElement).Version!, clock);
            }

            var since = At($"{Day(random)}T10:00:00Z");
            var account = new Account(LedgerInMemory.ProgramId, "A") with { Tier = "gold", TierSince = since };

            // The only other due work is the end of a program that winds down.
            var next = DueWork.NextAt(catalog, account, since);
            var walked = Walked(catalog, since);
            Assert.That(next < End ? next : null, Is.EqualTo(walked), $"round {round}");

            // Before a fact, only reviews up to its time are searched for.
            var until = At($"{Day(random)}T10:00:00Z");
            Assert.That(DueWork.IsDue(catalog, account, until), Is.EqualTo(walked <= until), $"round {round}");
        }
    }

    private static DateTimeOffset? Walked(ProgramCatalog catalog, DateTimeOffset since)
    {
        var calendar = catalog.Versions[0].Calendar;
        for (var month = calendar.MonthOf(since) + 1; month < calendar.MonthOf(At("2062-01-01T00:00:00Z")); month++)
        {
            var boundary = calendar.StartOfMonth(month);
            var version = catalog.VersionForDueWork(boundary);
            var every = version.TierReview.Every;
            var isReviewed = every == ReviewEvery.Month || (every == ReviewEvery.Year && month % 12 == 0);
            if (isReviewed && !catalog.CameAfter(boundary, version) && !WindDownRules.EarningEnded(version, boundary)) return boundary;
        }

        return null;
    }

    private static string Day(Random random) =>
        new DateTime(2009, 1, 1).AddMonths(random.Next(600)).AddDays(random.Next(3)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Place(LedgerInMemory ledger, string id, string at) => ledger.Take(new OrderPlaced(
        LedgerInMemory.ProgramId, "shop", id, "A", At(at), "GBP", [new OrderLine("L1", "tea", 1, 120)]));

    private static string Program(int version, string from, string members) => $$"""
        {
          "program": "{{LedgerInMemory.ProgramId}}", "version": {{version}}, "effectiveFrom": "{{from}}T00:00:00Z",
          "currency": "GBP", "timeZone": "UTC", "earning": [ { "id": "e", "points": 1, "per": 1 } ], {{members}}
        }
        """;

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
