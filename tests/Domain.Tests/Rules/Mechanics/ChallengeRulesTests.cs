using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Mechanics;

/// <summary>
/// Which periods of a challenge are held, what they count, who is eligible and in which order they rank (mechanics.md §8).
/// </summary>
[TestFixture]
public sealed class ChallengeRulesTests
{
    private const string Challenges = """
        "rewards": [ { "id": "mug", "cost": 1 } ], "scopes": { "goods": {} },
        "challenges": [
          { "id": "turbo", "period": "month", "metric": "spend", "scope": "goods", "settleAfterDays": 3,
            "eligible": { "tenureMonthsBelow": 2 },
            "prizes": [ { "rank": 1, "unit": "points", "amount": 10 }, { "rank": 3, "reward": "mug" }, { "rank": 9, "unit": "cashback",
              "amount": 1 } ] },
          { "id": "sprint", "period": "quarter", "metric": "orders", "scope": "goods", "validFrom": "2011-02-01T00:00:00Z",
            "validUntil": "2011-12-31T23:59:59Z", "prizes": [] },
          { "id": "annual", "period": "year", "metric": "points-accrued", "prizes": [] } ]
        """;

    private static readonly ProgramCatalog Catalog = Programs.Catalog(
        "\"timeZone\": \"America/New_York\", \"effectiveFrom\": \"2010-12-15T00:00:00Z\", " + Challenges);

    [Test]
    public void Periods_close_at_their_end_and_the_days_to_settle_in_that_order() => Assert.That(
        ChallengeRules.ClosingIn(Catalog, Orders.Time("2010-01-01T00:00:00Z"), Orders.Time("2012-02-01T00:00:00Z")).Select(one =>
        $"{one.Challenge.Id} {one.Period.Id} {one.ClosesAt:s}"),
        Is.EqualTo(new[]
        {
            "turbo 2011-01 2011-02-04T05:00:00", "turbo 2011-02 2011-03-04T05:00:00", "turbo 2011-03 2011-04-04T04:00:00",
                "turbo 2011-04 2011-05-04T04:00:00",
            "turbo 2011-05 2011-06-04T04:00:00", "sprint 2011-Q2 2011-07-01T04:00:00", "turbo 2011-06 2011-07-04T04:00:00",
            "turbo 2011-07 2011-08-04T04:00:00",
            "turbo 2011-08 2011-09-04T04:00:00", "sprint 2011-Q3 2011-10-01T04:00:00", "turbo 2011-09 2011-10-04T04:00:00",
            "turbo 2011-10 2011-11-04T04:00:00",
            "turbo 2011-11 2011-12-04T05:00:00", "annual 2011 2012-01-01T05:00:00", "turbo 2011-12 2012-01-04T05:00:00",
        }),
        "December 2010 began before the first version; Q1 began before validFrom, Q4 ends after validUntil.");

    [Test]
    public void What_closed_is_not_found_again()
    {
        var close = Orders.Time("2011-02-04T05:00:00Z");
        Assert.That(ChallengeRules.ClosingIn(Catalog, close, close), Is.Empty);
        Assert.That(ChallengeRules.ClosingIn(Catalog, close.AddTicks(-1), close).Single().Period.Id, Is.EqualTo("2011-01"));
        Assert.That(ChallengeRules.ClosingIn(Programs.Catalog("\"version\": 1"), DateTimeOffset.MinValue, close), Is.Empty);
    }

    [Test]
    public void The_version_at_the_start_rules_the_period()
    {
        var catalog = Programs.Catalog(
            Challenges, "\"version\": 2, \"effectiveFrom\": \"2009-01-15T00:00:00Z\", "
            + "\"challenges\": [ { \"id\": \"other\", \"period\": \"month\", \"metric\": \"orders\", \"prizes\": [] } ]");
        Assert.That(
            ChallengeRules.ClosingIn(catalog, Orders.Time("2009-01-01T00:00:00Z"), Orders.Time("2009-03-02T00:00:00Z")).Select(one =>
            $"{one.Challenge.Id} {one.Period.Id} {one.Version.Version}"),
            Is.EqualTo(new[] { "turbo 2009-01 1", "other 2009-02 2" }));
    }

    [TestCase("2011-06-01T04:00:00Z", true, Description = "The period ends at earnUntil, not after it.")]
    [TestCase("2011-06-01T03:59:59Z", false)]
    public void A_period_that_ends_in_the_wind_down_is_not_held(string earnUntil, bool held)
    {
        var catalog = Programs.Catalog(
            "\"timeZone\": \"America/New_York\", " + Challenges,
            $"\"timeZone\": \"America/New_York\", \"version\": 2, \"effectiveFrom\": \"2011-05-20T00:00:00Z\", "
            + $"\"windDown\": {{ \"earnUntil\": \"{earnUntil}\", \"redeemUntil\": \"2011-12-01T00:00:00Z\" }}");
        Assert.That(ChallengeRules.ClosingIn(catalog, Orders.Time("2011-06-01T00:00:00Z"), Orders.Time("2011-06-30T00:00:00Z")).Any(one =>
            one.Period.Id == "2011-05"), Is.EqualTo(held));
    }

    [TestCase("turbo 2011-02", "40")]
    [TestCase("sprint 2011-Q2", "3")]
    [TestCase("annual 2011", "7")]
    public void The_metric_is_of_the_orders_placed_in_the_period(string period, string metric)
    {
        var measures = new Measures();
        measures.Add("goods@1", Orders.Month(2011, 2), 40, 1);
        measures.Add("goods@1", Orders.Month(2011, 4), 10, 1);
        measures.Add("goods@1", Orders.Month(2011, 6), 10, 2);
        measures.Add("*", Orders.Month(2011, 2), 100, 9);
        measures.AddPoints(Orders.Month(2011, 12), 7);
        measures.AddPoints(Orders.Month(2012, 1), 7);
        measures.AddPointsOfActivities(Orders.Month(2011, 12), 1_000);
        Assert.That(ChallengeRules.Metric(Catalog, Held(period), measures).ToString(), Is.EqualTo(metric));
        Assert.That(measures.Points(new MonthRange(0, int.MaxValue)), Is.EqualTo(1_014), "Points of activities count elsewhere.");
        Assert.That(measures.Clone().Points(new MonthRange(0, int.MaxValue)), Is.EqualTo(1_014));
    }

    // The period's last instant is a microsecond before 2011-03-01T05:00:00Z.
    [TestCase("2011-01-01T05:00:00Z", true, Description = "The second month is reached only an instant later.")]
    [TestCase("2011-01-01T04:59:59Z", false)]
    public void Who_is_eligible_is_judged_at_the_last_instant(string firstOrderAt, bool eligible)
    {
        var held = Held("turbo 2011-02");
        Assert.That(ChallengeRules.LastInstant(held.Period), Is.EqualTo(Orders.Time("2011-03-01T04:59:59.999999Z")));
        Assert.That(ChallengeRules.IsEligible(Catalog, held, Orders.Standing("", 1, firstOrderAt)), Is.EqualTo(eligible));
        Assert.That(ChallengeRules.IsEligible(Catalog, Held("annual 2011"), Orders.Standing()), "Without a condition everybody is.");
    }

    [Test]
    public void A_draws_candidates_are_judged_at_its_time()
    {
        var catalog = Programs.Catalog(
            "\"draws\": [ { \"id\": \"d\", \"at\": \"2011-03-10T00:00:00Z\", "
            + "\"eligible\": { \"tenureMonthsAtLeast\": 1, \"segmentIn\": [ \"some\" ] }, "
            + "\"prizes\": 1, \"unit\": \"points\", \"amount\": 1 } ], \"segments\": [ { \"id\": \"some\", \"when\": {} } ]");
        var (version, draw) = (catalog.Version(1), catalog.Version(1).Draws[0]);
        var standing = Orders.Standing("", 1, "2011-02-10T00:00:00Z") with { Segments = ["some"] };
        Assert.That(ChallengeRules.IsCandidate(catalog, version, draw, standing));
        Assert.That(ChallengeRules.IsCandidate(catalog, version, draw,
            standing with { FirstOrderAt = Orders.Time("2011-02-10T00:00:01Z") }), Is.False);
        Assert.That(ChallengeRules.IsCandidate(catalog, version, draw, standing with { Segments = [] }), Is.False);
        Assert.That(ChallengeRules.IsCandidate(catalog, version, draw with { Eligible = null }, standing with { Segments = [] }));
    }

    [Test]
    public void Ranks_are_by_metric_then_by_the_earlier_last_order_then_by_id()
    {
        var table = new ChallengeTable();
        foreach (var (id, metric, at) in new[] { ("z", "10", 5), ("b", "31/3", 9), ("B", "10", 4), ("a", "10", 5), ("none", "0", 1),
            ("less", "-1", 1) }) table.Add(Of(id, metric, at));
        Assert.That(table.Best.Select(one => one.AccountId), Is.EqualTo(new[] { "b", "B", "a", "z" }));
        Assert.That((table.Ranked, table.Rest), Is.EqualTo((4L, 0L)));
        Assert.That(
            table.Prizes(Catalog.Version(1).Challenges[0]).Select(one => (one.Prize.Rank, one.Winner.AccountId)),
            Is.EqualTo(new[] { (1, "b"), (3, "a") }), "Rank 9 is nobody's.");
    }

    [Test]
    public void A_thousand_ranks_are_kept_whatever_the_order_in_which_accounts_come()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var random = new Random(seed);
            var all = Enumerable.Range(0, 3_000).Select(i => Of($"a{i}", $"{random.Next(-20, 400)}", random.Next(50))).OrderBy(_ =>
                random.Next()).ToList();
            var table = new ChallengeTable();
            foreach (var contender in all) table.Add(contender);
            var ranked = all.Where(one => one.Metric.Sign > 0).OrderByDescending(one => one.Metric).ThenBy(one =>
                one.LastAddedAt).ThenBy(one => one.AccountId, StringComparer.Ordinal).ToList();
            Assert.That(table.Best, Is.EqualTo(ranked.Take(ChallengeTable.RanksMax)), $"seed {seed}");
            Assert.That((table.Ranked, table.Rest), Is.EqualTo((ranked.Count, ranked.Count - ChallengeTable.RanksMax)), $"seed {seed}");
        }
    }

    private static Contender Of(string id, string metric, int minute) =>
        new(id, Exact.Parse(metric), Orders.Time("2011-03-01T00:00:00Z").AddMinutes(minute));

    private static ChallengePeriod Held(string named) =>
        ChallengeRules.ClosingIn(Catalog, Orders.Time("2010-01-01T00:00:00Z"), Orders.Time("2013-01-01T00:00:00Z"))
        .Single(one => $"{one.Challenge.Id} {one.Period.Id}" == named);
}
