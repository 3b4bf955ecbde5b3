using System.Text.Json;

namespace Ledger.Model;

internal sealed class Scope
{
    public HashSet<string> Kinds { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Skus { get; } = new(StringComparer.Ordinal);
    public HashSet<string> ExcludeSkus { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Categories { get; } = new(StringComparer.Ordinal);
    public HashSet<string> ExcludeCategories { get; } = new(StringComparer.Ordinal);

    public bool Covers(Line line) =>
        (Kinds.Count == 0 ? line.Kind == "merchandise" : Kinds.Contains(line.Kind))
        && (Skus.Count == 0 || Skus.Contains(line.Sku))
        && (Categories.Count == 0 || (line.Category != null && Categories.Contains(line.Category)))
        && !ExcludeSkus.Contains(line.Sku)
        && !(line.Category != null && ExcludeCategories.Contains(line.Category));
}

internal sealed record Window(string Kind, int Months);

internal sealed record PercentStep(Rational From, Rational Percent);

internal sealed class Tier
{
    public required string Id { get; init; }
    public required Rational From { get; init; }
    public required Rational Multiplier { get; init; }
    public required List<string> Perks { get; init; }
}

internal sealed class When
{
    public List<string>? TierIn { get; set; }
    public List<string>? NotTierIn { get; set; }
    public List<string>? SegmentIn { get; set; }
    public List<string>? PerkIn { get; set; }
    public List<string>? MembershipIn { get; set; }
    public List<string>? PartnerIn { get; set; }
    public List<string>? ChannelIn { get; set; }
    public List<string>? WeekdayIn { get; set; }
    public int? TenureAtLeast { get; set; }
    public int? TenureBelow { get; set; }
    public int? OrdersAtLeast { get; set; }
    public int? OrdersBelow { get; set; }
    public decimal? NpsAtLeast { get; set; }
    public bool? ContactIsSet { get; set; }
    public Window? SpendWindow { get; set; }
    public Scope? SpendScope { get; set; }
    public Rational SpendAmount { get; set; }
}

internal sealed class Discount
{
    public required string Id { get; init; }
    public required string Group { get; init; }
    public required string Kind { get; init; }
    public required Scope Scope { get; init; }
    public Rational Percent { get; init; }
    public Window? Window { get; init; }
    public bool IncludesCurrentOrder { get; init; }
    public List<PercentStep> Steps { get; init; } = [];
    public Dictionary<string, decimal> PercentByTier { get; init; } = [];
    public DateTimeOffset? ValidFrom { get; init; }
    public DateTimeOffset? ValidUntil { get; init; }
    public When? When { get; init; }
}

internal sealed class Earning
{
    public required string Id { get; init; }
    public Rational Points { get; init; }
    public Rational Per { get; init; }
    public required Scope Scope { get; init; }
    public bool TierMultiplier { get; init; }
    public bool ToContact { get; init; }
    public DateTimeOffset? ValidFrom { get; init; }
    public DateTimeOffset? ValidUntil { get; init; }
    public When? When { get; init; }
}

internal sealed record Expiry(int AfterMonths, bool EndOfMonth);

internal sealed record Activity(string Id, string Kind, decimal Points, bool ToContact, int? MaxPerContact, bool PerYear, When? When);

internal sealed class Rebate
{
    public required string Id { get; init; }
    public required string Period { get; init; }
    public required Scope Scope { get; init; }
    public bool Whole { get; init; }
    public int PayAfterDays { get; init; }
    public int? VoucherMonths { get; init; }
    public List<PercentStep> Steps { get; init; } = [];
}

internal sealed record Fund(string Id, Rational Percent, Scope Scope, Expiry? Expiry);

internal sealed record Membership(string Id, int Months, Rational Multiplier, List<string> Perks);

internal sealed record Perk(string Id, When? When, string? ActivationOn);

internal sealed record Segment(string Id, When When);

internal sealed record Partner(string Id, bool MayIssue, bool MayRedeem);

internal sealed record Reward(string Id, string Unit, decimal Cost, List<string> TierIn, int? Stock);

internal sealed record Milestone(string Id, Rational Every, Scope Scope, string Reward);

/// <summary>One published edition of a program's rules.</summary>
internal sealed class ProgramVersion
{
    private static readonly Dictionary<string, int> Digits = MinorDigits();

    public required string Program { get; init; }
    public int Version { get; init; }
    public DateTimeOffset EffectiveFrom { get; init; }
    public required string Currency { get; init; }
    public int MoneyDigits { get; init; }
    public required string Zone { get; init; }
    public required Calendar Calendar { get; init; }
    public Rational PointValue { get; init; }
    public required string PointsRounding { get; init; }
    public required string MoneyRounding { get; init; }
    public Dictionary<string, Scope> Scopes { get; } = new(StringComparer.Ordinal);
    public Scope Merchandise { get; } = new();
    public string Metric { get; set; } = "spend";
    public Scope? MetricScope { get; set; }
    public Window MetricWindow { get; set; } = new("lifetime", 0);
    public List<Tier> Tiers { get; } = [];
    public string ReviewEvery { get; set; } = "never";
    public int GraceMonths { get; set; }
    public int MaxSteps { get; set; } = int.MaxValue;
    public List<Discount> Discounts { get; } = [];
    public string Combine { get; set; } = "sum";
    public Rational MaxPercent { get; set; } = Rational.From(100m);
    public List<Earning> Earnings { get; } = [];
    public List<Activity> Activities { get; } = [];
    public string ActivationOn { get; set; } = "placed";
    public int DelayDays { get; set; }
    public Expiry? PointsExpiry { get; set; }
    public string Negative { get; set; } = "arrears";
    public decimal MinPoints { get; set; } = 1;
    public Rational MaxOrderShare { get; set; } = Rational.From(100m);
    public int RestoreGraceDays { get; set; }
    public bool RestoreOnReturn { get; set; } = true;
    public int HoldMaxMinutes { get; set; } = 10080;
    public decimal? ApprovalPoints { get; set; }
    public decimal? ApprovalMoney { get; set; }
    public string Transfers { get; set; } = "none";
    public List<Reward> Rewards { get; } = [];
    public List<Rebate> Rebates { get; } = [];
    public List<Milestone> Milestones { get; } = [];
    public List<Fund> Funds { get; } = [];
    public List<Membership> Memberships { get; } = [];
    public List<Perk> Perks { get; } = [];
    public List<Segment> Segments { get; } = [];
    public List<Partner> Partners { get; } = [];
    public Rational ContactMaxShare { get; set; } = Rational.From(100m);

    public static ProgramVersion Parse(JsonElement json)
    {
        var n = new Node(json, "");
        var currency = n.Text("currency");
        if (!Digits.TryGetValue(currency, out var digits))
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
        foreach (var a in n.Children("activities"))
        {
            v.Activities.Add(new Activity(
                a.Text("id"),
                a.Text("activity"),
                a.Number("points", min: 0),
                a.Choice("owner", "account", "account", "contact") == "contact",
                a.Has("maxPerContact") ? a.Whole("maxPerContact", min: 1) : null,
                a.Has("every") && a.Choice("every", null, "year") == "year",
                v.ReadWhen(a, "when")));
            a.Done();
        }
        if (n.Child("points") is { } p)
        {
            p.Choice("redeemOn", "future", "future");
            if (p.Child("activation") is { } act)
            {
                v.ActivationOn = act.Choice("on", "placed", "placed", "paid", "shipped", "delivered");
                v.DelayDays = act.Whole("delayDays", 0);
                act.Done();
            }
            v.PointsExpiry = ReadExpiry(p.Child("expiry"));
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
        foreach (var w in n.Children("rewards"))
        {
            v.Rewards.Add(new Reward(w.Text("id"), w.Choice("unit", "points", "points", "cashback", "fund"), w.Number("cost", min: 0), w.Texts("tierIn"), w.Has("stock") ? w.Whole("stock") : null));
            w.Text("kind", "item");
            w.Done();
        }
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
        foreach (var m in n.Children("milestones"))
        {
            v.Milestones.Add(new Milestone(m.Text("id"), Rational.From(m.Number("every", min: 0.0001m)), v.ScopeOf(m), m.Text("reward")));
            m.Done();
        }
        foreach (var f in n.Children("funds"))
        {
            v.Funds.Add(new Fund(f.Text("id"), Rational.From(f.Number("percent", min: 0, max: 100)), v.ScopeOf(f), ReadExpiry(f.Child("expiry"))));
            f.Done();
        }
        foreach (var m in n.Children("memberships"))
        {
            v.Memberships.Add(new Membership(m.Text("id"), m.Whole("months", min: 1), Rational.From(m.Number("pointsMultiplier", 1, 0)), m.Texts("perks")));
            m.Number("fee", 0, 0);
            m.Done();
        }
        // Challenges and draws do not touch what the model compares; they are only let through.
        n.Has("challenges");
        n.Has("draws");
        foreach (var k in n.Children("perks"))
        {
            v.Perks.Add(new Perk(
                k.Text("id"), v.ReadWhen(k, "when"), k.Has("activationOn") ? k.Choice("activationOn", null, "placed", "paid", "shipped", "delivered") : null));
            k.Done();
        }
        foreach (var s in n.Children("segments"))
        {
            v.Segments.Add(new Segment(s.Text("id"), v.ReadWhen(s, "when") ?? new When()));
            s.Done();
        }
        foreach (var pa in n.Children("partners"))
        {
            v.Partners.Add(new Partner(pa.Text("id"), pa.Flag("mayIssue", false), pa.Flag("mayRedeem", false)));
            pa.Number("pointCost", 0, 0);
            pa.Done();
        }
        if (n.Child("wallets") is { } wal)
        {
            v.ContactMaxShare = Rational.From(wal.Number("contactMaxSharePercent", 100, 0, 100));
            wal.Done();
        }
        n.Done();
        return v;
    }

    private static Discount ReadDiscount(ProgramVersion v, Node d)
    {
        var kind = d.Choice("kind", null, "fixed", "cumulative", "tier", "order-total", "promotion");
        var byTier = d.Numbers("percentByTier");
        foreach (var t in byTier.Keys)
        {
            if (!v.Tiers.Exists(x => x.Id == t))
            {
                throw new ProgramErrorException(d.At("percentByTier." + t), "no such tier");
            }
        }
        var rule = new Discount
        {
            Id = d.Text("id"),
            Group = d.Text("group"),
            Kind = kind,
            Scope = v.ScopeOf(d),
            Percent = kind is "fixed" or "promotion" ? Rational.From(d.Number("percent", min: 0, max: 100)) : Rational.Zero,
            Window = kind == "cumulative" ? ReadWindow(d.Child("window") ?? throw new ProgramErrorException(d.At("window"), "is missing")) : null,
            IncludesCurrentOrder = d.Flag("includesCurrentOrder", false),
            Steps = kind is "cumulative" or "order-total" ? ReadSteps(d) : [],
            PercentByTier = byTier,
            ValidFrom = d.Instant("validFrom"),
            ValidUntil = d.Instant("validUntil"),
            When = v.ReadWhen(d, "when"),
        };
        d.Instant("visibleFrom");
        d.Done();
        return rule;
    }

    private static List<PercentStep> ReadSteps(Node n)
    {
        var steps = new List<PercentStep>();
        foreach (var s in n.Children("steps"))
        {
            var step = new PercentStep(Rational.From(s.Number("from", min: 0)), Rational.From(s.Number("percent", min: 0, max: 100)));
            s.Done();
            if (steps.Count > 0 && step.From <= steps[^1].From)
            {
                throw new ProgramErrorException(s.At("from"), "must ascend");
            }
            steps.Add(step);
        }
        return steps;
    }

    private static Expiry? ReadExpiry(Node? n)
    {
        if (n == null)
        {
            return null;
        }
        var e = new Expiry(n.Whole("afterMonths"), n.Choice("at", "end-of-month", "end-of-month", "exact") == "end-of-month");
        n.Done();
        return e;
    }

    private static Window ReadWindow(Node n)
    {
        var kind = n.Choice("kind", null, "rolling-months", "calendar-year", "lifetime");
        var w = new Window(kind, kind == "rolling-months" ? n.Whole("months", min: 1) : 0);
        n.Done();
        return w;
    }

    private static Scope ReadScope(Node n)
    {
        var s = new Scope();
        s.Kinds.UnionWith(n.Texts("kinds"));
        s.Skus.UnionWith(n.Texts("skus"));
        s.ExcludeSkus.UnionWith(n.Texts("excludeSkus"));
        s.Categories.UnionWith(n.Texts("categories"));
        s.ExcludeCategories.UnionWith(n.Texts("excludeCategories"));
        n.Done();
        return s;
    }

    private Scope ScopeOf(Node n)
    {
        if (!n.Has("scope"))
        {
            return Merchandise;
        }
        return Scopes.TryGetValue(n.Text("scope"), out var s) ? s : throw new ProgramErrorException(n.At("scope"), "no such scope");
    }

    private When? ReadWhen(Node parent, string name)
    {
        var n = parent.Child(name);
        if (n == null)
        {
            return null;
        }
        List<string>? List(string field) => n.Has(field) ? n.Texts(field) : null;
        int? Count(string field) => n.Has(field) ? n.Whole(field) : null;
        var w = new When
        {
            TierIn = List("tierIn"),
            NotTierIn = List("notTierIn"),
            SegmentIn = List("segmentIn"),
            PerkIn = List("perkIn"),
            MembershipIn = List("membershipIn"),
            PartnerIn = List("partnerIn"),
            ChannelIn = List("channelIn"),
            WeekdayIn = List("weekdayIn"),
            TenureAtLeast = Count("tenureMonthsAtLeast"),
            TenureBelow = Count("tenureMonthsBelow"),
            OrdersAtLeast = Count("ordersAtLeast"),
            OrdersBelow = Count("ordersBelow"),
            NpsAtLeast = n.Has("npsAtLeast") ? n.Number("npsAtLeast") : null,
            ContactIsSet = n.Has("contactIsSet") ? n.Flag("contactIsSet", true) : null,
        };
        foreach (var t in (w.TierIn ?? []).Concat(w.NotTierIn ?? []))
        {
            if (!Tiers.Exists(x => x.Id == t))
            {
                throw new ProgramErrorException(n.Path, "no such tier " + t);
            }
        }
        foreach (var day in w.WeekdayIn ?? [])
        {
            if (Array.IndexOf(ProgramLedger.Weekdays, day) < 0)
            {
                throw new ProgramErrorException(n.At("weekdayIn"), "no such day");
            }
        }
        if (n.Child("spendAtLeast") is { } s)
        {
            w.SpendWindow = ReadWindow(s.Child("window") ?? throw new ProgramErrorException(s.At("window"), "is missing"));
            w.SpendScope = ScopeOf(s);
            w.SpendAmount = Rational.From(s.Number("amount", min: 0));
            s.Done();
        }
        n.Done();
        return w;
    }

    private static Dictionary<string, int> MinorDigits()
    {
        var map = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var c in "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".Split(' '))
        {
            map[c] = 0;
        }
        foreach (var c in "BHD IQD JOD KWD LYD OMR TND".Split(' '))
        {
            map[c] = 3;
        }
        foreach (var c in "CLF UYW".Split(' '))
        {
            map[c] = 4;
        }
        const string two = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE "
            + "CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL "
            + "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD "
            + "SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";
        foreach (var c in two.Split(' '))
        {
            map[c] = 2;
        }
        return map;
    }
}
