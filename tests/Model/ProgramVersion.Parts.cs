namespace Ledger.Model;

internal sealed partial class ProgramVersion
{
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
            Window = kind == "cumulative"
                    ? ReadWindow(d.Child("window") ?? throw new ProgramErrorException(d.At("window"), "is missing"))
                    : null,
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

    private static Expiry? ReadExpiry(Node? n, string at, List<int>? noticeDays = null)
    {
        if (n == null)
        {
            return null;
        }
        var e = new Expiry(n.Whole("afterMonths"), n.Choice("at", at, "end-of-month", "exact") == "end-of-month");
        noticeDays?.AddRange(n.Wholes("noticeDays", min: 1));
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

    /// <summary>Reads conditions; what they refer to is checked when the whole version is read.</summary>
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
            Path = n.Path,
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
        whens.Add(w);
        return w;
    }
}
