using System.Numerics;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private static void Evaluate(OrderState s)
    {
        var v = s.Version;
        var o = s.Now;
        int n = o.Lines.Count;
        s.LineGross = new Rational[n];
        s.LineNet = new Rational[n];
        s.NetByScope = [];
        s.Gross = s.Net = s.Stated = Rational.Zero;
        for (int i = 0; i < n; i++)
        {
            var l = o.Lines[i];
            var remaining = Rational.From(s.Remaining(l));
            s.LineGross[i] = remaining * Rational.From(l.UnitPrice) * s.Rate;
            var discount = l.Discount == 0 ? Rational.Zero : Rational.From(l.Discount) * remaining * s.Rate / Rational.From(l.Quantity);
            s.LineNet[i] = s.LineGross[i] - discount;
            if (l.Kind == "merchandise")
            {
                s.Gross += s.LineGross[i];
                s.Net += s.LineNet[i];
                s.Stated += discount;
            }
        }

        // The percent of every rule, then the best of every group on every line.
        var percents = new Rational[v.Discounts.Count];
        s.RulePercent = percents;
        for (int i = 0; i < percents.Length; i++)
        {
            var d = v.Discounts[i];
            if (!s.DiscountApplies[i] || s.WindDown)
            {
                continue;
            }
            percents[i] = d.Kind switch
            {
                "fixed" or "promotion" => d.Percent,
                "tier" => d.PercentByTier.TryGetValue(s.TierId, out var byTier) ? Rational.From(byTier) : Rational.Zero,
                "cumulative" => StepPercent(d.Steps, s.DiscountMetric[i] + (d.IncludesCurrentOrder ? s.ScopedNet(d.Scope) : Rational.Zero)),
                _ => StepPercent(d.Steps, ScopedGross(s, d.Scope)),
            };
        }
        var entitled = Rational.Zero;
        for (int i = 0; i < n; i++)
        {
            if (!s.LineGross[i].IsZero)
            {
                entitled += s.LineGross[i] * LinePercent(s, i, null);
            }
        }
        s.Entitled = RoundMoney(v, entitled / Hundred);

        // Points: every rule rounded once, one sum per owner. A contact with the id "account" has no wallet, because that is the name of
        // the account's own wallets. The wallets stay those of the first evaluation.
        var contact = s.First.ContactId == "account" ? null : s.First.ContactId;
        BigInteger toAccount = 0;
        BigInteger toContact = 0;
        for (int i = 0; i < v.Earnings.Count; i++)
        {
            var e = v.Earnings[i];
            if (!MayEarn(s) || !s.EarningApplies[i])
            {
                continue;
            }
            var points = (s.ScopedNet(e.Scope) * Rate(s, e)).Round(v.PointsRounding);
            if (e.ToContact && contact != null)
            {
                toContact += points;
            }
            else
            {
                toAccount += points;
            }
        }
        s.Points = toAccount + toContact;
        if (s.Points > long.MaxValue)
        {
            throw new RefusedException("overflow");
        }
        var most = (Rational.From(s.Points) * v.ContactMaxShare / Hundred).Floor();
        if (toContact > most)
        {
            toAccount += toContact - most;
            toContact = most;
        }
        s.Value = [];
        s.Value[("", "points", "")] = toAccount;
        if (contact != null)
        {
            s.Value[(contact, "points", "")] = toContact;
        }
        foreach (var f in v.Funds)
        {
            s.Value[("", "fund", f.Id)] = s.WindDown ? 0 : RoundMoney(v, s.ScopedNet(f.Scope) * f.Percent / Hundred);
        }
        if (s.Gross * Minor(v) > Rational.From((BigInteger)long.MaxValue) || s.Entitled > long.MaxValue)
        {
            throw new RefusedException("overflow");
        }
    }

    private static bool MayEarn(OrderState s) => !s.WindDown && MayIssue(s.Version, s.First.PartnerId);
    private static Rational Rate(OrderState s, Earning e) => e.Points / e.Per * (e.TierMultiplier ? s.Multiplier : Rational.One);

    /// <summary>The percent a line gets over all groups; within a group the highest wins, of equals the first, and 0 never.</summary>
    private static Rational LinePercent(OrderState s, int line, HashSet<int>? winners)
    {
        var rules = s.Version.Discounts;
        var best = new List<(string Group, int Rule)>();
        for (int d = 0; d < rules.Count; d++)
        {
            if (s.RulePercent[d].Sign <= 0 || !rules[d].Scope.Covers(s.Now.Lines[line]))
            {
                continue;
            }
            int g = best.FindIndex(x => x.Group == rules[d].Group);
            if (g < 0)
            {
                best.Add((rules[d].Group, d));
            }
            else if (s.RulePercent[d] > s.RulePercent[best[g].Rule])
            {
                best[g] = (rules[d].Group, d);
            }
        }
        if (best.Count == 0)
        {
            return Rational.Zero;
        }
        var percents = new Rational[best.Count];
        for (int i = 0; i < best.Count; i++)
        {
            percents[i] = s.RulePercent[best[i].Rule];
            winners?.Add(best[i].Rule);
        }
        return Combined(s.Version, percents);
    }

    private static Rational Combined(ProgramVersion v, Rational[] best)
    {
        var percent = Rational.Zero;
        switch (v.Combine)
        {
            case "best":
                foreach (var b in best)
                {
                    percent = Rational.Max(percent, b);
                }
                break;
            case "compound":
                var rest = Rational.One;
                foreach (var b in best)
                {
                    rest *= Rational.One - (b / Hundred);
                }
                percent = (Rational.One - rest) * Hundred;
                break;
            default:
                foreach (var b in best)
                {
                    percent += b;
                }
                break;
        }
        return Rational.Min(Rational.Min(percent, v.MaxPercent), Hundred);
    }

    private static Rational ScopedGross(OrderState s, Scope scope)
    {
        var sum = Rational.Zero;
        for (int i = 0; i < s.Now.Lines.Count; i++)
        {
            if (scope.Covers(s.Now.Lines[i]))
            {
                sum += s.LineGross[i];
            }
        }
        return sum;
    }
}
