namespace Ledger.Model;

/// <summary>A rank with a prize.</summary>
public sealed record ChallengeRow(
    string Challenge, string Period, DateTimeOffset Start, int Rank, string AccountId, string Metric, string Prize);

/// <summary>Contests of a period with ranked prizes (mechanics.md §8).</summary>
internal sealed partial class ProgramLedger
{
    private readonly List<ChallengeRow> closedChallenges = [];

    private sealed record ChallengePeriod(
        string Label, int FirstMonth, int NextMonth, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset ClosesAt);

    /// <summary>The first period of a version's challenge that closes after the program-wide work done so far.</summary>
    private ChallengePeriod? NextClose(ProgramVersion v, Challenge c)
    {
        var cal = v.Calendar;
        int length = Length(c.Period);
        DateTimeOffset? recently = programWideDone.Year < 100 ? null : programWideDone.AddDays(-c.SettleAfterDays - 400);
        var from = Later(Later(v.EffectiveFrom, c.ValidFrom), recently);
        for (int first = cal.Month(from) / length * length; ; first += length)
        {
            var start = cal.MonthStart(first);
            var end = cal.MonthStart(first + length);
            if (end > c.ValidUntil || (start >= v.EffectiveFrom && VersionAt(start) != v))
            {
                return null;
            }
            // A period that ends after the end of earning is not held, and neither is any later one.
            if (end > VersionAt(end)?.EarnUntil)
            {
                return null;
            }
            var closes = end.AddHours(24.0 * c.SettleAfterDays);
            if (start >= versions[0].EffectiveFrom && start >= v.EffectiveFrom && !(start < c.ValidFrom) && closes > programWideDone)
            {
                return new ChallengePeriod(Label(c.Period, first), first, first + length, start, end, closes);
            }
        }
    }

    private static int Length(string period) => period switch
    {
        "month" => 1,
        "quarter" => 3,
        _ => 12,
    };

    private static string Label(string period, int first) => period switch
    {
        "month" => $"{first / 12:D4}-{(first % 12) + 1:D2}",
        "quarter" => $"{first / 12:D4}-Q{(first % 12 / 3) + 1}",
        _ => $"{first / 12:D4}",
    };

    private void CloseChallenge(ProgramVersion v, Challenge c, ChallengePeriod period)
    {
        var ranked = Ranked(v, c, period);
        foreach (var prize in c.Prizes.OrderBy(x => x.Rank))
        {
            if (prize.Rank > ranked.Count)
            {
                continue;
            }
            var (account, metric, _) = ranked[prize.Rank - 1];
            var a = Begin(account, period.ClosesAt);
            var name = $"{c.Id}-{period.Label}-{prize.Rank}";
            if (prize.Reward != null)
            {
                Give(a, $"{c.Id}|{period.Label}|{prize.Rank}", name, v, prize.Reward, onBudget: true, fromDraw: false);
            }
            else
            {
                Credit(a, prize.Unit!, PrizeUnits(v, prize.Unit!, prize.Amount), v, "challenge|" + name, onBudget: true);
            }
            Commit();
            var shown = c.Metric == "spend" ? Money(RoundMoney(v, metric)) : metric.ToString();
            closedChallenges.Add(new ChallengeRow(c.Id, period.Label, period.Start, prize.Rank, account, shown, Shown(v, prize)));
        }
    }

    private string Shown(ProgramVersion v, Prize prize)
    {
        if (prize.Reward != null)
        {
            return "reward:" + prize.Reward;
        }
        var units = PrizeUnits(v, prize.Unit!, prize.Amount);
        return prize.Unit + ":" + (prize.Unit == "points" ? units.ToString() : Money(units));
    }

    /// <summary>Eligible accounts with a metric above 0, best first; of equal metrics, the one that was reached earlier.</summary>
    private List<(string Account, Rational Metric, DateTimeOffset Reached)> Ranked(ProgramVersion v, Challenge c, ChallengePeriod period)
    {
        var moment = new Moment(period.End.AddTicks(-10), AsOf: true);
        var list = new List<(string Account, Rational Metric, DateTimeOffset Reached)>();
        foreach (var a in InOrder())
        {
            var metric = Rational.Zero;
            var reached = DateTimeOffset.MinValue;
            foreach (var o in a.Orders)
            {
                if (o.Month < period.FirstMonth || o.Month >= period.NextMonth)
                {
                    continue;
                }
                var part = c.Metric switch
                {
                    "spend" => o.ScopedNet(c.Scope ?? v.Merchandise),
                    "orders" => c.Scope == null || o.First.Lines.Any(c.Scope.Covers) ? Rational.One : Rational.Zero,
                    _ => Rational.From(o.Points),
                };
                if (part.Sign > 0)
                {
                    metric += part;
                    reached = Later(reached, o.Now.PlacedAt);
                }
            }
            if (metric.Sign > 0 && Holds(a, v, c.Eligible, moment))
            {
                list.Add((a.Id, metric, reached));
            }
        }
        list.Sort((x, y) =>
        {
            int order = y.Metric.CompareTo(x.Metric);
            order = order != 0 ? order : x.Reached.CompareTo(y.Reached);
            return order != 0 ? order : string.CompareOrdinal(x.Account, y.Account);
        });
        return list;
    }

    public List<ChallengeRow> Challenges() =>
        [.. closedChallenges.OrderBy(x => x.Challenge, StringComparer.Ordinal).ThenBy(x => x.Start).ThenBy(x => x.Rank)];
}
