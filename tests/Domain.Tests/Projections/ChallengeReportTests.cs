using Ledger.Contracts.V1;
using Ledger.DomainTests.Rules;
using Ledger.Projections.Domain.Reports;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

public sealed class ChallengeReportTests
{
    private static readonly DateTimeOffset At = new(2011, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [TestCase("turbo", "700.50", "700.505")]
    [TestCase("sprint", "7", "7")]
    [TestCase("points", "269934", "269934")]
    public void A_line_shows_the_metric_with_the_digits_of_what_it_measures(string challenge, string shown, string metric) =>
        Assert.That(Rows(challenge, new ChallengeRank(1, "A", Exact.Parse(metric), "points", 10)).Single()[4], Is.EqualTo(shown));

    [Test]
    public void Prizes_are_amounts_or_rewards_and_ranks_without_one_have_no_line() => Assert.That(
        Rows(
            "sprint", new ChallengeRank(1, "A", 9, "cashback", 25.5m), new ChallengeRank(2, "B", 8),
            new ChallengeRank(3, "C", 7, Reward: "mug"),
            new ChallengeRank(4, "D", 6, "points", 100)).Select(row => string.Join(',', row)),
        Is.EqualTo(new[] { "sprint,2011-Q1,1,A,9,cashback:25.50", "sprint,2011-Q1,3,C,7,reward:mug", "sprint,2011-Q1,4,D,6,points:100" }));

    private static IEnumerable<string[]> Rows(string challenge, params ChallengeRank[] ranks) =>
        ChallengeReport.Rows(Version(), new ChallengeClosed("acme", challenge, "2011-Q1", At, At, 1, ranks, 0, At, At));

    private static ProgramVersion Version() => Programs.Version("""
        "rounding": { "points": "floor", "money": "half-even" },
        "challenges": [ { "id": "turbo", "period": "quarter", "metric": "spend", "prizes": [ { "rank": 1, "unit": "points",
          "amount": 10 } ] },
          { "id": "sprint", "period": "quarter", "metric": "orders", "prizes": [ { "rank": 1, "unit": "points", "amount": 10 } ] },
          { "id": "points", "period": "quarter", "metric": "points-accrued", "prizes": [ { "rank": 1, "unit": "points", "amount": 10 } ] } ]
        """);
}
