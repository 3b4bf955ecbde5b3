namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private static Rational QualifyingMetric(Account a, ProgramVersion v, int month) =>
        Metric(a, v.Metric, v.MetricScope, v.MetricWindow, month, v);

    private static Rational Metric(Account a, string metric, Scope? scope, Window window, int month, ProgramVersion v)
    {
        int first = window.Kind switch
        {
            "rolling-months" => month - window.Months + 1,
            "calendar-year" => month / 12 * 12,
            _ => int.MinValue,
        };
        var sum = Rational.Zero;
        foreach (var o in a.Orders)
        {
            if (o.Month < first || o.Month > month)
            {
                continue;
            }
            switch (metric)
            {
                case "spend":
                    sum += o.ScopedNet(scope ?? v.Merchandise);
                    break;
                case "orders":
                    if (scope == null || o.First.Lines.Any(scope.Covers))
                    {
                        sum += Rational.One;
                    }
                    break;
                default:
                    sum += Rational.From(o.Points);
                    break;
            }
        }
        if (metric == "points-accrued")
        {
            foreach (var x in a.Activities)
            {
                if (x.Month >= first && x.Month <= month)
                {
                    sum += Rational.From(x.Points);
                }
            }
        }
        return sum;
    }

    private static Rational StepPercent(List<PercentStep> steps, Rational metric)
    {
        var percent = Rational.Zero;
        foreach (var s in steps)
        {
            if (s.From <= metric)
            {
                percent = s.Percent;
            }
        }
        return percent;
    }

    /// <summary>The score of the latest survey at or before a time; of two at one time the one recorded later.</summary>
    private static decimal? LatestScore(Account a, DateTimeOffset p)
    {
        decimal? score = null;
        DateTimeOffset at = default;
        foreach (var x in a.Activities)
        {
            if (x.Kind == "nps" && !x.Revoked && x.At <= p && (score == null || x.At >= at))
            {
                score = x.Score;
                at = x.At;
            }
        }
        return score;
    }
}
