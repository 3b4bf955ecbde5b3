using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain.Due;
using Ledger.Domain.Orders;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>
/// When the sweeper looks at an account without new facts (mechanics.md §6): at the boundary at which time changes its segments, and not at
/// others.
/// </summary>
public sealed class IdleAccountTests
{
    private const string Spender =
        """{ "id": "spender", "when": { "spendAtLeast": { "window": { "kind": "rolling-months", "months": 3 }, "amount": 100 } } }""";
    private const string Newcomer = """{ "id": "newcomer", "when": { "tenureMonthsBelow": 5 } }""";
    private const string OnMondays = """{ "id": "mondays", "when": { "weekdayIn": ["mon"] } }""";
    private const string SinceTwoYears = """{ "id": "old", "when": { "tenureMonthsAtLeast": 24 } }""";

    [Test]
    public void It_is_looked_at_when_a_segment_changes_and_once_a_year_after_the_last_change()
    {
        var ledger = new LedgerInMemory(Program("UTC", Spender, Newcomer));
        Place(ledger, "2011-01-10", 120);
        var looks = Looks(ledger, At("2014-01-01"));

        Assert.That(looks, Is.EqualTo(new[] { "2011-04-01", "2011-07-01", "2012-07-01", "2013-07-01" }));
        Assert.That(Changes(ledger), Is.EqualTo(new[]
        {
            "SegmentEntered spender 2011-01-10", "SegmentEntered newcomer 2011-01-10",
            "SegmentLeft spender 2011-04-01", "SegmentLeft newcomer 2011-07-01",
        }));
    }

    [Test]
    public void Nobody_looks_where_time_changes_nothing()
    {
        var ledger = new LedgerInMemory(Program("UTC", """{ "id": "buyer", "when": { "ordersAtLeast": 1 } }"""));
        Place(ledger, "2011-01-10", 120);

        Assert.That(Looks(ledger, At("2014-01-01")), Is.Empty);
    }

    [Test]
    public void A_superseded_revision_is_a_recorded_fact_so_the_account_is_judged_after_it()
    {
        var ledger = new LedgerInMemory(Program("UTC", """{ "id": "known", "when": { "tenureMonthsAtLeast": 1 } }"""));
        var order = new OrderPlaced(
            LedgerInMemory.ProgramId, "shop", "late", "A", At("2011-01-10"), "GBP", [new OrderLine("L1", "tea", 1, 10)]);
        ledger.Take(order with { Revision = 2 });
        ledger.Take(order with { Revision = 1, AmendedAt = At("2011-02-20") });

        Assert.That(Changes(ledger), Is.EqualTo(new[] { "SegmentEntered known 2011-02-20" }));
    }

    [Test]
    public void What_is_found_by_looking_when_planned_is_what_is_found_by_looking_at_every_boundary()
    {
        string[] segments = [Spender, Newcomer, OnMondays, SinceTwoYears];
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var chosen = segments.Where(_ => random.Next(2) == 0).DefaultIfEmpty(Spender).ToArray();
            var zone = random.Next(2) == 0 ? "Pacific/Honolulu" : "Europe/Berlin";
            var (planned, always) = (new LedgerInMemory(Program(zone, chosen)), new LedgerInMemory(Program(zone, chosen)));
            for (var at = At("2011-01-05"); at < At("2013-01-01"); at = at.AddDays(random.Next(200)))
            {
                var (day, price) = (at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), 40 * random.Next(1, 4));
                Looks(planned, at);
                Place(planned, day, price);
                Place(always, day, price);
            }

            var end = At("2015-03-01");
            Looks(planned, end);
            for (var at = always.Account("A").Clock; at < end; at = at.AddDays(9)) always.Sweep("A", at);
            Assert.That(Changes(planned), Is.EqualTo(Changes(always)), $"seed {seed}, {zone}, {string.Join(' ', chosen)}");
        }
    }

    // Looks at the account at each planned time until a given time, as the sweeper does; returns these times.
    private static List<string> Looks(LedgerInMemory ledger, DateTimeOffset until)
    {
        var looks = new List<string>();
        var account = ledger.Account("A");
        for (var next = DueWork.NextAt(ledger.Program.Catalog, account, account.Clock); next is { } at && at <= until;
            next = DueWork.NextAt(ledger.Program.Catalog, account, at))
        {
            ledger.Sweep("A", at);
            account = ledger.Account("A");
            looks.Add(at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        return looks;
    }

    private static List<string> Changes(LedgerInMemory ledger) =>
    [
        .. ledger.Events.Select(happened => happened switch
        {
            SegmentEntered entered => $"SegmentEntered {entered.Segment} {entered.EffectiveAt:yyyy-MM-dd}",
            SegmentLeft left => $"SegmentLeft {left.Segment} {left.EffectiveAt:yyyy-MM-dd}",
            _ => null,
        }).OfType<string>(),
    ];

    private static void Place(LedgerInMemory ledger, string day, decimal price) => Assert.That(
        ledger.Take(new OrderPlaced(
            LedgerInMemory.ProgramId, "shop", $"{ledger.Events.Count}", "A", At(day), "GBP", [new OrderLine("L1", "tea", 1, price)])),
        Is.EqualTo(Outcome.Recorded));

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse(day + "T00:00:00Z", CultureInfo.InvariantCulture);

    private static string Program(string zone, params string[] segments) => $$"""
        {
          "program": "{{LedgerInMemory.ProgramId}}", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z",
          "currency": "GBP", "timeZone": "{{zone}}",
          "earning": [ { "id": "e", "points": 1, "per": 1 } ], "segments": [ {{string.Join(", ", segments)}} ]
        }
        """;
}
