using System.Numerics;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    /// <summary>How the order's numbers come about, line by line and rule by rule; nothing if it is not known.</summary>
    public OrderExplanation? Explain(string source, string orderId)
    {
        if (FindOrder(OrderKey(source, orderId)) is not { } s)
        {
            return null;
        }
        var v = s.Version;
        int n = s.Now.Lines.Count;
        var winners = new HashSet<int>();
        var percent = new Rational[n];
        var exact = new Rational[n];
        for (int i = 0; i < n; i++)
        {
            percent[i] = s.LineGross[i].IsZero ? Rational.Zero : LinePercent(s, i, winners);
            exact[i] = s.LineGross[i] * percent[i] / Hundred * Minor(v);
        }
        var shares = Share(s.Entitled, exact);
        var lines = new List<LineExplanation>();
        for (int i = 0; i < n; i++)
        {
            lines.Add(
                new LineExplanation(s.Now.Lines[i].LineId, s.Remaining(s.Now.Lines[i]), s.LineGross[i], s.LineNet[i], percent[i], shares[i])
            );
        }
        var discounts = new List<DiscountExplanation>();
        for (int i = 0; i < v.Discounts.Count; i++)
        {
            var d = v.Discounts[i];
            Rational? metric = d.Kind switch
            {
                "cumulative" => s.DiscountMetric[i] + (d.IncludesCurrentOrder ? s.ScopedNet(d.Scope) : Rational.Zero),
                "order-total" => ScopedGross(s, d.Scope),
                _ => null,
            };
            discounts.Add(new DiscountExplanation(d.Id, s.DiscountApplies[i], s.RulePercent[i], metric, winners.Contains(i)));
        }
        var earnings = new List<EarningExplanation>();
        for (int i = 0; i < v.Earnings.Count; i++)
        {
            var e = v.Earnings[i];
            bool applies = MayEarn(s) && s.EarningApplies[i];
            var parts = new Rational[n];
            for (int l = 0; l < n; l++)
            {
                parts[l] = applies && e.Scope.Covers(s.Now.Lines[l]) ? s.LineNet[l] * Rate(s, e) : Rational.Zero;
            }
            var points = applies ? (s.ScopedNet(e.Scope) * Rate(s, e)).Round(v.PointsRounding) : 0;
            earnings.Add(new EarningExplanation(e.Id, applies, points, Share(points, parts)));
        }
        return new OrderExplanation(v.Version, s.TierId, s.Multiplier, s.Now.Revision, s.Cancelled, lines, discounts, earnings);
    }

    /// <summary>Shares a rounded whole over exact parts by largest remainder; of equal remainders the first part comes first.</summary>
    private static List<BigInteger> Share(BigInteger whole, Rational[] exact)
    {
        var shares = new List<BigInteger>();
        foreach (var x in exact)
        {
            shares.Add(x.Floor());
            whole -= x.Floor();
        }
        foreach (int i in Enumerable.Range(0, exact.Length).OrderByDescending(i => exact[i] - Rational.From(exact[i].Floor())))
        {
            if (whole.Sign > 0)
            {
                shares[i] += 1;
                whole -= 1;
            }
        }
        return shares;
    }
}
