namespace Ledger.Model;

/// <summary>Reads the sections of mechanics.md.</summary>
internal sealed partial class ProgramVersion
{
    private static void ReadActivities(ProgramVersion v, Node n)
    {
        foreach (var a in n.Children("activities"))
        {
            v.Activities.Add(new Activity
            {
                Id = a.Text("id"),
                Kind = a.Text("activity"),
                Points = Rational.From(a.Number("points", min: 0)),
                ToContact = a.Choice("owner", "account", "account", "contact") == "contact",
                MaxPerContact = a.Has("maxPerContact") ? a.Whole("maxPerContact", min: 1) : null,
                MaxPerAccount = a.Has("maxPerAccount") ? a.Whole("maxPerAccount", min: 1) : null,
                Every = a.Choice("every", "ever", "ever", "day", "month", "year"),
                ScoreAtLeast = a.Has("scoreAtLeast") ? a.Number("scoreAtLeast") : null,
                ValidFrom = a.Instant("validFrom"),
                ValidUntil = a.Instant("validUntil"),
                When = v.ReadWhen(a, "when"),
            });
            a.Done();
        }
    }

    private static void ReadRewards(ProgramVersion v, Node n)
    {
        foreach (var w in n.Children("rewards"))
        {
            var kind = w.Choice("kind", "item", "item", "voucher", "points", "cashback");
            v.Rewards.Add(new Reward(
                w.Text("id"),
                w.Choice("unit", "points", "points", "cashback", "fund"),
                w.Number("cost", min: 0),
                w.Texts("tierIn"),
                w.Has("stock") ? w.Whole("stock") : null,
                kind,
                kind == "item" ? 0 : v.ReadAmount(w, kind),
                w.Has("voucherValidMonths") ? w.Whole("voucherValidMonths", min: 1) : null));
            w.Done();
        }
    }

    /// <summary>An amount of points (whole) or of money (no finer than the currency).</summary>
    private decimal ReadAmount(Node n, string unit)
    {
        var amount = n.Number("amount", min: 0.0001m);
        return decimal.Round(amount, unit == "points" ? 0 : MoneyDigits, MidpointRounding.ToZero) == amount
            ? amount
            : throw new ProgramErrorException(n.At("amount"), "is finer than its unit");
    }

    private static void ReadFunds(ProgramVersion v, Node n)
    {
        foreach (var f in n.Children("funds"))
        {
            v.Funds.Add(new Fund(
                f.Text("id"),
                Rational.From(f.Number("percent", min: 0, max: 100)),
                v.ScopeOf(f),
                ReadExpiry(f.Child("expiry"), "exact"),
                f.Has("claimDays") ? f.Whole("claimDays", min: 1) : null));
            f.Done();
        }
    }

    private static void ReadMemberships(ProgramVersion v, Node n)
    {
        foreach (var m in n.Children("memberships"))
        {
            v.Memberships.Add(new Membership(
                m.Text("id"),
                m.Number("fee", 0, 0),
                m.Whole("months", min: 1),
                Rational.From(m.Number("pointsMultiplier", 1, 0)),
                m.Texts("perks")));
            m.Done();
        }
    }

    private static void ReadPerksAndSegments(ProgramVersion v, Node n)
    {
        foreach (var k in n.Children("perks"))
        {
            var trigger = k.Has("activationOn") ? k.Choice("activationOn", null, "placed", "paid", "shipped", "delivered") : null;
            v.Perks.Add(new Perk(k.Text("id"), v.ReadWhen(k, "when"), trigger));
            k.Text("benefit", "");
            k.Text("kind", "");
            k.Done();
        }
        foreach (var s in n.Children("segments"))
        {
            v.Segments.Add(new Segment(s.Text("id"), v.ReadWhen(s, "when") ?? new When()));
            s.Done();
        }
    }

    private static void ReadPartners(ProgramVersion v, Node n)
    {
        v.HasPartners = n.Has("partners");
        foreach (var p in n.Children("partners"))
        {
            var cost = Rational.From(p.Number("pointCost", 0, 0));
            v.Partners.Add(new Partner(p.Text("id"), cost, p.Flag("mayIssue", true), p.Flag("mayRedeem", true)));
            p.Done();
        }
    }

    private static void ReadMilestones(ProgramVersion v, Node n)
    {
        foreach (var m in n.Children("milestones"))
        {
            var every = Rational.From(m.Number("every", min: 0.0000000001m));
            v.Milestones.Add(new Milestone(m.Text("id"), every, v.ScopeOf(m), m.Text("reward"), m.Has("max") ? m.Whole("max") : null));
            m.Done();
        }
    }

    private static void ReadChallenges(ProgramVersion v, Node n)
    {
        foreach (var c in n.Children("challenges"))
        {
            var challenge = new Challenge
            {
                Id = c.Text("id"),
                Period = c.Choice("period", null, "month", "quarter", "year"),
                Metric = c.Choice("metric", null, "spend", "orders", "points-accrued"),
                Scope = c.Has("scope") ? v.ScopeOf(c) : null,
                SettleAfterDays = c.Whole("settleAfterDays", 0),
                Eligible = v.ReadWhen(c, "eligible"),
                ValidFrom = c.Instant("validFrom"),
                ValidUntil = c.Instant("validUntil"),
                Prizes = [],
            };
            c.Instant("visibleFrom");
            foreach (var p in c.Children("prizes"))
            {
                int rank = p.Whole("rank", min: 1);
                if (challenge.Prizes.Exists(x => x.Rank == rank))
                {
                    throw new ProgramErrorException(p.At("rank"), "has two prizes");
                }
                challenge.Prizes.Add(ReadPrize(v, p, rank));
                p.Done();
            }
            v.Challenges.Add(challenge);
            c.Done();
        }
    }

    private static void ReadDraws(ProgramVersion v, Node n)
    {
        foreach (var d in n.Children("draws"))
        {
            v.Draws.Add(new Draw(
                d.Text("id"),
                d.Instant("at") ?? throw new ProgramErrorException(d.At("at"), "is missing"),
                v.ReadWhen(d, "eligible"),
                d.Whole("prizes", min: 1),
                ReadPrize(v, d, 0)));
            d.Instant("announceFrom");
            d.Done();
        }
    }

    private static Prize ReadPrize(ProgramVersion v, Node n, int rank)
    {
        if (n.Has("reward"))
        {
            return new Prize(rank, null, 0, n.Text("reward"));
        }
        var unit = n.Choice("unit", null, "points", "cashback");
        return new Prize(rank, unit, v.ReadAmount(n, unit), null);
    }

    private static void ReadBudget(ProgramVersion v, Node n)
    {
        if (n.Child("budget") is { } b)
        {
            var period = b.Choice("period", null, "month", "quarter", "year", "lifetime");
            v.Budget = new Budget(Rational.From(b.Number("amount", min: 0)), period);
            b.Done();
        }
    }

    private static void ReadWindDown(ProgramVersion v, Node n)
    {
        if (n.Child("windDown") is { } w)
        {
            v.EarnUntil = w.Instant("earnUntil");
            v.RedeemUntil = w.Instant("redeemUntil");
            if (v.RedeemUntil < v.EarnUntil)
            {
                throw new ProgramErrorException(w.At("redeemUntil"), "is before earnUntil");
            }
            w.Done();
        }
    }
}
