namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private static string OrderKey(string source, string orderId) => source + "|" + orderId;

    private OrderState? FindOrder(string key)
    {
        if (!accountOfOrder.TryGetValue(key, out var id))
        {
            return null;
        }
        return accounts[Resolve(id)].Orders.Find(x => x.Key == key);
    }

    private Outcome Snapshot(Order o, DateTimeOffset? amendedAt)
    {
        var (key, content) = KeyOf(new OrderAmended(o, amendedAt));
        if (Known(key, content) is { } known)
        {
            return known;
        }
        var existing = FindOrder(OrderKey(o.Source, o.OrderId));
        if (existing == null)
        {
            var version = VersionAt(o.PlacedAt) ?? throw new RefusedException("no_version_effective");
            var rate = RateAt(version, o.Currency, o.PlacedAt) ?? throw new RefusedException("no_rate");
            CheckPartner(version, o.PartnerId);
            RecordOrder(o, version, rate);
            accountOfOrder[OrderKey(o.Source, o.OrderId)] = Resolve(o.AccountId);
            return Bind(key, content, new Outcome(Result.Recorded));
        }
        if (Resolve(o.AccountId) != Resolve(existing.Now.AccountId)
            || o.PlacedAt != existing.Now.PlacedAt
            || o.Currency != existing.Now.Currency)
        {
            throw new RefusedException("amendment_changes_identity");
        }
        var at = Later(o.PlacedAt, amendedAt);
        if (o.Revision < existing.Now.Revision)
        {
            var a = Begin(accountOfOrder[existing.Key], at);
            Judge(a, a.Clock!.Value);
            Commit();
            return Bind(key, content, new Outcome(Result.Superseded));
        }
        if (existing.Cancelled)
        {
            throw new RefusedException("order_cancelled");
        }
        foreach (var (lineId, returned) in existing.Returned)
        {
            var line = o.Lines.FirstOrDefault(x => x.LineId == lineId);
            if (returned > (line?.Quantity ?? 0))
            {
                throw new RefusedException("amendment_below_returned");
            }
        }
        CheckPartner(existing.Version, o.PartnerId);
        Amend(existing.Key, o, at);
        return Bind(key, content, new Outcome(Result.Recorded));
    }

    private void RecordOrder(Order o, ProgramVersion v, Rational rate)
    {
        var p = o.PlacedAt;
        var a = Begin(o.AccountId, p);
        var at = a.Clock!.Value;
        BeginTier(a, v, p);
        var tier = v.Tiers[TierIn(a, v)];
        int month = v.Calendar.Month(p);
        var multiplier = Rational.One;
        foreach (var m in v.Memberships)
        {
            if (IsMember(a, m.Id, p))
            {
                multiplier = Rational.Max(multiplier, m.Multiplier);
            }
        }
        var triggers = new HashSet<string>(StringComparer.Ordinal) { v.ActivationOn };
        foreach (var perk in v.Perks)
        {
            if (perk.ActivationOn != null && a.Perks.Contains(perk.Id))
            {
                triggers.Add(perk.ActivationOn);
            }
        }
        var moment = new Moment(p, o.ContactId, o.PartnerId, o.Tags);
        var s = new OrderState
        {
            Key = OrderKey(o.Source, o.OrderId),
            Origin = a.Id,
            Version = v,
            First = o,
            Now = o,
            Month = month,
            TierId = tier.Id,
            Multiplier = tier.Multiplier * multiplier,
            Rate = rate,
            WindDown = p >= v.EarnUntil,
            DiscountApplies = new bool[v.Discounts.Count],
            DiscountMetric = new Rational[v.Discounts.Count],
            EarningApplies = new bool[v.Earnings.Count],
            AllowedTriggers = triggers,
        };
        for (int i = 0; i < v.Discounts.Count; i++)
        {
            var d = v.Discounts[i];
            s.DiscountApplies[i] = !(p < d.ValidFrom) && !(p >= d.ValidUntil) && Holds(a, v, d.When, moment);
            if (d.Kind == "cumulative")
            {
                s.DiscountMetric[i] = Metric(a, "spend", d.Scope, d.Window!, month, v);
            }
        }
        for (int i = 0; i < v.Earnings.Count; i++)
        {
            var e = v.Earnings[i];
            s.EarningApplies[i] = !(p < e.ValidFrom) && !(p >= e.ValidUntil) && Holds(a, v, e.When, moment);
        }
        s.Triggers["placed"] = p;
        Evaluate(s);
        if (!s.WindDown)
        {
            OpenPeriods(a, p);
        }
        a.Orders.Add(s);
        PostOrder(a, s, at);
        if (!s.WindDown)
        {
            Upgrade(a, at);
        }
        ReachMilestones(a, at);
        Judge(a, at);
        Commit();
    }

    private void Amend(string key, Order o, DateTimeOffset at)
    {
        var a = Begin(accountOfOrder[key], at);
        var t = a.Clock!.Value;
        var v = VersionAt(t) ?? versions[0];
        var before = QualifyingMetric(a, v, v.Calendar.Month(t));
        var s = a.Edit(key);
        s.Now = o;
        Evaluate(s);
        PostOrder(a, s, t);
        if (!s.WindDown && QualifyingMetric(a, v, v.Calendar.Month(t)) > before)
        {
            Upgrade(a, t);
        }
        RestoreRedeemed(a, s, t);
        ReachMilestones(a, t);
        Judge(a, t);
        Commit();
    }
}
