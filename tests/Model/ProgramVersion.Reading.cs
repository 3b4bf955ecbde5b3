using System.Text.Json;

namespace Ledger.Model;

internal sealed partial class ProgramVersion
{
    public static ProgramVersion Parse(JsonElement json)
    {
        var n = new Node(json, "");
        var currency = n.Text("currency");
        if (!Currencies.Digits.TryGetValue(currency, out var digits))
        {
            throw new ProgramErrorException("currency", "unknown currency");
        }
        var zone = n.Text("timeZone");
        TimeZoneInfo tz;
        try
        {
            tz = TimeZoneInfo.FindSystemTimeZoneById(zone);
        }
        catch (TimeZoneNotFoundException)
        {
            throw new ProgramErrorException("timeZone", "unknown time zone");
        }
        var rounding = n.Child("rounding");
        string[] modes = ["floor", "half-up", "half-even"];
        var v = new ProgramVersion
        {
            Program = n.Text("program"),
            Version = n.Whole("version", min: 1),
            EffectiveFrom = n.Instant("effectiveFrom") ?? throw new ProgramErrorException("effectiveFrom", "is missing"),
            Currency = currency,
            MoneyDigits = digits,
            Zone = zone,
            Calendar = new Calendar(tz),
            PointValue = Rational.From(n.Number("pointValue", 0, 0)),
            PointsRounding = rounding?.Choice("points", "floor", modes) ?? "floor",
            MoneyRounding = rounding?.Choice("money", "half-even", modes) ?? "half-even",
        };
        rounding?.Done();
        foreach (var (name, s) in n.Named("scopes"))
        {
            v.Scopes[name] = ReadScope(s);
        }
        if (n.Child("qualification") is { } q)
        {
            v.Metric = q.Choice("metric", "spend", "spend", "orders", "points-accrued");
            v.MetricScope = q.Has("scope") ? v.ScopeOf(q) : null;
            v.MetricWindow = ReadWindow(q.Child("window") ?? throw new ProgramErrorException(q.At("window"), "is missing"));
            q.Done();
        }
        foreach (var t in n.Children("tiers"))
        {
            var tier = new Tier
            {
                Id = t.Text("id"),
                From = Rational.From(t.Number("from", min: 0)),
                Multiplier = Rational.From(t.Number("pointsMultiplier", 1, 0)),
                Perks = t.Texts("perks"),
            };
            if (v.Tiers.Count == 0 ? !tier.From.IsZero : tier.From <= v.Tiers[^1].From)
            {
                throw new ProgramErrorException(t.At("from"), "must start at 0 and ascend");
            }
            v.Tiers.Add(tier);
            t.Done();
        }
        if (v.Tiers.Count == 0)
        {
            throw new ProgramErrorException("tiers", "is missing");
        }
        if (n.Child("tierReview") is { } r)
        {
            v.ReviewEvery = r.Choice("every", null, "month", "year", "never");
            v.GraceMonths = r.Whole("graceMonths", 0);
            v.MaxSteps = r.Whole("maxSteps", int.MaxValue, 1);
            r.Done();
        }
        foreach (var d in n.Children("discounts"))
        {
            v.Discounts.Add(ReadDiscount(v, d));
        }
        if (n.Child("discountPolicy") is { } dp)
        {
            v.Combine = dp.Choice("combine", "sum", "sum", "compound", "best");
            v.MaxPercent = Rational.From(dp.Number("maxPercent", 100, 0));
            dp.Done();
        }
        foreach (var e in n.Children("earning"))
        {
            v.Earnings.Add(new Earning
            {
                Id = e.Text("id"),
                Points = Rational.From(e.Number("points", min: 0)),
                Per = Rational.From(e.Number("per", 1, 0.0000000001m)),
                Scope = v.ScopeOf(e),
                TierMultiplier = e.Flag("tierMultiplier", false),
                ToContact = e.Choice("owner", "account", "account", "contact") == "contact",
                ValidFrom = e.Instant("validFrom"),
                ValidUntil = e.Instant("validUntil"),
                When = v.ReadWhen(e, "when"),
            });
            e.Instant("visibleFrom");
            e.Done();
        }
        ReadActivities(v, n);
        if (n.Child("points") is { } p)
        {
            p.Choice("redeemOn", "future", "future");
            if (p.Child("activation") is { } act)
            {
                v.ActivationOn = act.Choice("on", "placed", "placed", "paid", "shipped", "delivered");
                v.DelayDays = act.Whole("delayDays", 0);
                act.Done();
            }
            v.PointsExpiry = ReadExpiry(p.Child("expiry"), "end-of-month", v.NoticeDays);
            v.Negative = p.Choice("negative", "arrears", "arrears", "within-balance", "pending-only");
            p.Done();
        }
        if (n.Child("redemption") is { } red)
        {
            v.MinPoints = red.Number("minPoints", 1, 0);
            v.MaxOrderShare = Rational.From(red.Number("maxOrderSharePercent", 100, 0, 100));
            v.RestoreGraceDays = red.Whole("restoreGraceDays", 0);
            v.RestoreOnReturn = red.Choice("onReturn", "restore", "restore", "manual") == "restore";
            v.HoldMaxMinutes = red.Whole("holdMaxMinutes", 10080, 1);
            red.Done();
        }
        if (n.Child("adjustments") is { } adj)
        {
            if (adj.Child("approvalAbove") is { } above)
            {
                v.ApprovalPoints = above.Has("points") ? above.Number("points", min: 0) : null;
                v.ApprovalMoney = above.Has("money") ? above.Number("money", min: 0) : null;
                above.Done();
            }
            adj.Done();
        }
        v.Transfers = n.Choice("transfers", "none", "none", "within-account", "anywhere");
        ReadRewards(v, n);
        foreach (var b in n.Children("rebates"))
        {
            bool voucher = b.Choice("payAs", "credit", "credit", "voucher") == "voucher";
            v.Rebates.Add(new Rebate
            {
                Id = b.Text("id"),
                Period = b.Choice("period", null, "month", "quarter", "year"),
                Scope = v.ScopeOf(b),
                Whole = b.Choice("mode", null, "slab-whole", "slab-marginal") == "slab-whole",
                PayAfterDays = b.Whole("payAfterDays", 0),
                VoucherMonths = b.Has("voucherValidMonths") || voucher ? b.Whole("voucherValidMonths", min: 1) : null,
                Steps = ReadSteps(b),
            });
            b.Done();
        }
        ReadFunds(v, n);
        ReadMemberships(v, n);
        ReadPerksAndSegments(v, n);
        ReadPartners(v, n);
        ReadMilestones(v, n);
        ReadChallenges(v, n);
        ReadDraws(v, n);
        ReadBudget(v, n);
        ReadWindDown(v, n);
        if (n.Child("wallets") is { } wal)
        {
            v.ContactMaxShare = Rational.From(wal.Number("contactMaxSharePercent", 100, 0, 100));
            wal.Done();
        }
        n.Done();
        v.CheckReferences();
        return v;
    }
}
