using System.Numerics;
using System.Text;

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

    // ---- what may come in ----

    private static void CheckId(string? id)
    {
        if (string.IsNullOrEmpty(id) || id.Length > 128 || id.Any(c => c is < '!' or > '~'))
        {
            throw new RefusedException("malformed_id");
        }
    }

    private static void CheckNumber(decimal d)
    {
        if (Math.Abs(d) >= 1_000_000_000_000_000m || decimal.Round(d, 10, MidpointRounding.ToZero) != d)
        {
            throw new RefusedException("number_out_of_range");
        }
    }

    private static void CheckText(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 256 || text.Any(char.IsControl))
        {
            throw new RefusedException("malformed_text");
        }
    }

    private static void CheckTime(DateTimeOffset at, DateTimeOffset? receivedAt)
    {
        if (receivedAt is { } now && at > now.AddHours(24))
        {
            throw new RefusedException("dated_in_future");
        }
    }

    /// <summary>What can be said of a snapshot by looking at it alone.</summary>
    private static void CheckOrder(Order o, DateTimeOffset? amendedAt, DateTimeOffset? receivedAt)
    {
        CheckId(o.Source);
        CheckId(o.OrderId);
        CheckId(o.AccountId);
        if (o.ContactId != null)
        {
            CheckId(o.ContactId);
        }
        if (o.PartnerId != null)
        {
            CheckId(o.PartnerId);
        }
        if (o.Revision < 1)
        {
            throw new RefusedException("invalid_revision");
        }
        CheckTime(o.PlacedAt, receivedAt);
        if (amendedAt is { } amended)
        {
            CheckTime(amended, receivedAt);
        }
        if (o.Lines.Count == 0)
        {
            throw new RefusedException("no_lines");
        }
        if (o.Lines.Count > 10_000)
        {
            throw new RefusedException("too_many_lines");
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var l in o.Lines)
        {
            CheckId(l.LineId);
            CheckText(l.Sku);
            if (l.Category != null)
            {
                CheckText(l.Category);
            }
            if (l.Kind is not ("merchandise" or "shipping" or "fee" or "reward"))
            {
                throw new RefusedException("invalid_kind");
            }
            CheckNumber(l.Quantity);
            CheckNumber(l.UnitPrice);
            CheckNumber(l.Discount);
            if (l.Quantity <= 0)
            {
                throw new RefusedException("non_positive_quantity");
            }
            if (l.UnitPrice < 0)
            {
                throw new RefusedException("negative_price");
            }
            if (l.Discount < 0)
            {
                throw new RefusedException("negative_discount");
            }
            if (Rational.From(l.Discount) > Rational.From(l.Quantity) * Rational.From(l.UnitPrice))
            {
                throw new RefusedException("discount_above_gross");
            }
            if (!seen.Add(l.LineId))
            {
                throw new RefusedException("duplicate_line");
            }
        }
    }

    private static string Content(Order o, DateTimeOffset? amendedAt)
    {
        var b = new StringBuilder();
        b.Append(amendedAt is { } amended ? Ticks(amended) : "-");
        b.Append(Quote(o.AccountId)).Append(Quote(o.ContactId)).Append(Quote(o.PartnerId)).Append(Ticks(o.PlacedAt)).Append(Quote(o.Currency));
        foreach (var l in o.Lines.OrderBy(x => x.LineId, StringComparer.Ordinal))
        {
            b.Append(Quote(l.LineId)).Append(Quote(l.Sku)).Append(Quote(l.Category)).Append(Text(l.Quantity)).Append(' ');
            b.Append(Text(l.UnitPrice)).Append(' ').Append(Text(l.Discount)).Append(Quote(l.Kind));
        }
        foreach (var t in (o.Tags ?? new Dictionary<string, string>()).OrderBy(x => x.Key, StringComparer.Ordinal))
        {
            b.Append(Quote(t.Key)).Append(Quote(t.Value));
        }
        return Digest(b.ToString());
    }

    private static (string Key, string Content) KeyOf(OrderFact f)
    {
        var order = OrderKey(f.Source, f.OrderId);
        switch (f)
        {
            case OrderReturned r:
                var lines = r.Lines.OrderBy(x => x.LineId, StringComparer.Ordinal).Select(x => Quote(x.LineId) + Text(x.Quantity));
                return ("returned|" + order + "|" + r.ReturnId, Ticks(r.At) + string.Join(' ', lines));
            case OrderPaid:
                return ("paid|" + order, Ticks(f.At));
            case OrderShipped:
                return ("shipped|" + order, Ticks(f.At));
            case OrderDelivered:
                return ("delivered|" + order, Ticks(f.At));
            default:
                return ("cancelled|" + order, Ticks(f.At));
        }
    }

    // ---- snapshots ----

    private Outcome Snapshot(Order o, DateTimeOffset? amendedAt, DateTimeOffset? receivedAt)
    {
        var key = "order|" + OrderKey(o.Source, o.OrderId) + "|" + o.Revision;
        var content = Content(o, amendedAt);
        CheckOrder(o, amendedAt, receivedAt);
        if (Known(key, content) is { } known)
        {
            return known;
        }
        var existing = FindOrder(OrderKey(o.Source, o.OrderId));
        if (existing == null)
        {
            var version = VersionAt(o.PlacedAt) ?? throw new RefusedException("no_version_effective");
            if (o.Currency != version.Currency)
            {
                throw new RefusedException("currency_mismatch");
            }
            RecordOrder(o, version);
            accountOfOrder[OrderKey(o.Source, o.OrderId)] = Resolve(o.AccountId);
            return Bind(key, content, new Outcome(Result.Recorded));
        }
        if (Resolve(o.AccountId) != Resolve(existing.Now.AccountId) || o.PlacedAt != existing.Now.PlacedAt || o.Currency != existing.Now.Currency)
        {
            throw new RefusedException("amendment_changes_identity");
        }
        var at = Later(o.PlacedAt, amendedAt);
        if (o.Revision < existing.Now.Revision)
        {
            var a = Begin(accountOfOrder[existing.Key], at);
            JudgeSegments(a, a.Clock!.Value);
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
        Amend(existing.Key, o, at);
        return Bind(key, content, new Outcome(Result.Recorded));
    }

    private void RecordOrder(Order o, ProgramVersion v)
    {
        var p = o.PlacedAt;
        var a = Begin(o.AccountId, p);
        var at = a.Clock!.Value;
        if (a.TierId == null)
        {
            SetTier(a, v, 0, p);
        }
        var tier = v.Tiers[TierIn(a, v)];
        int month = v.Calendar.Month(p);
        var multiplier = Rational.One;
        foreach (var m in v.Memberships)
        {
            if (a.Memberships.Exists(x => x.Id == m.Id && x.From <= p && p < x.Until))
            {
                multiplier = Rational.Max(multiplier, m.Multiplier);
            }
        }
        var triggers = new HashSet<string>(StringComparer.Ordinal) { v.ActivationOn };
        foreach (var perk in v.Perks)
        {
            if (perk.ActivationOn != null && HoldsPerk(a, v, perk.Id, p, o.ContactId, o.PartnerId, o.Tags))
            {
                triggers.Add(perk.ActivationOn);
            }
        }
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
            DiscountApplies = new bool[v.Discounts.Count],
            DiscountMetric = new Rational[v.Discounts.Count],
            EarningApplies = new bool[v.Earnings.Count],
            AllowedTriggers = triggers,
        };
        for (int i = 0; i < v.Discounts.Count; i++)
        {
            var d = v.Discounts[i];
            s.DiscountApplies[i] = !(p < d.ValidFrom) && !(p >= d.ValidUntil) && Holds(a, v, d.When, p, o.ContactId, o.PartnerId, o.Tags);
            if (d.Kind == "cumulative")
            {
                s.DiscountMetric[i] = Metric(a, "spend", d.Scope, d.Window!, month, v);
            }
        }
        for (int i = 0; i < v.Earnings.Count; i++)
        {
            var e = v.Earnings[i];
            s.EarningApplies[i] = !(p < e.ValidFrom) && !(p >= e.ValidUntil) && Holds(a, v, e.When, p, o.ContactId, o.PartnerId, o.Tags);
        }
        s.Triggers["placed"] = p;
        Evaluate(s);
        OpenPeriods(a, p);
        a.Orders.Add(s);
        PostOrder(a, s, at);
        Upgrade(a, at);
        ReachMilestones(a, at);
        JudgeSegments(a, at);
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
        if (QualifyingMetric(a, v, v.Calendar.Month(t)) > before)
        {
            Upgrade(a, t);
        }
        ReachMilestones(a, t);
        JudgeSegments(a, t);
        Commit();
    }

    // ---- facts about an order ----

    private Outcome OfOrder(OrderFact f, bool mayPark, DateTimeOffset? receivedAt)
    {
        CheckId(f.Source);
        CheckId(f.OrderId);
        if (f is OrderReturned r)
        {
            CheckId(r.ReturnId);
        }
        CheckTime(f.At, receivedAt);
        if (f is OrderReturned some)
        {
            if (some.Lines.Count == 0)
            {
                throw new RefusedException("no_lines");
            }
            if (some.Lines.Count > 10_000)
            {
                throw new RefusedException("too_many_lines");
            }
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var l in some.Lines)
            {
                CheckId(l.LineId);
                CheckNumber(l.Quantity);
                if (l.Quantity <= 0)
                {
                    throw new RefusedException("non_positive_quantity");
                }
                if (!seen.Add(l.LineId))
                {
                    throw new RefusedException("duplicate_line");
                }
            }
        }
        var (key, content) = KeyOf(f);
        if (Known(key, content) is { } known)
        {
            return known;
        }
        var orderKey = OrderKey(f.Source, f.OrderId);
        var order = FindOrder(orderKey);
        if (order == null)
        {
            if (mayPark)
            {
                var list = parked.TryGetValue(orderKey, out var l) ? l : parked[orderKey] = [];
                if (!list.Exists(x => x.Content == key + content))
                {
                    list.Add((key + content, f));
                }
            }
            return new Outcome(Result.Parked);
        }
        if (f is OrderReturned ret)
        {
            if (order.Cancelled)
            {
                throw new RefusedException("order_cancelled");
            }
            foreach (var l in ret.Lines)
            {
                var line = order.Now.Lines.FirstOrDefault(x => x.LineId == l.LineId) ?? throw new RefusedException("unknown_line");
                if (l.Quantity > order.Remaining(line))
                {
                    throw new RefusedException("return_exceeds_remaining");
                }
            }
        }
        var a = Begin(accountOfOrder[orderKey], Later(f.At, order.Now.PlacedAt));
        var at = a.Clock!.Value;
        var s = a.Edit(orderKey);
        switch (f)
        {
            case OrderReturned back:
                foreach (var l in back.Lines)
                {
                    s.Returned[l.LineId] = s.Returned.GetValueOrDefault(l.LineId) + l.Quantity;
                }
                Evaluate(s);
                PostOrder(a, s, at);
                RestoreRedeemed(a, s, at);
                break;
            case OrderCancelled:
                s.Cancelled = true;
                foreach (var l in s.Now.Lines)
                {
                    s.Returned[l.LineId] = l.Quantity;
                }
                Evaluate(s);
                PostOrder(a, s, at);
                RestoreRedeemed(a, s, at);
                break;
            default:
                var name = f is OrderPaid ? "paid" : f is OrderShipped ? "shipped" : "delivered";
                s.Triggers[name] = Later(f.At, order.Now.PlacedAt);
                foreach (var l in a.Lots)
                {
                    if (l.Cause == s.Key && l.Unit == "points" && l.State == LotState.Pending && TriggerDate(s) is { } due && !(l.ActivateAt <= due))
                    {
                        l.ActivateAt = Later(due, at);
                    }
                }
                break;
        }
        JudgeSegments(a, at);
        Commit();
        return Bind(key, content, new Outcome(Result.Recorded));
    }

    /// <summary>The order has come: what waited for it is applied by effective time, then arrival.</summary>
    private void Unpark(string orderKey)
    {
        if (!parked.Remove(orderKey, out var waiting))
        {
            return;
        }
        var placedAt = FindOrder(orderKey)!.Now.PlacedAt;
        foreach (var (_, fact) in waiting.OrderBy(x => Later(x.Fact.At, placedAt)).ToList())
        {
            touched.Clear();
            try
            {
                var outcome = OfOrder(fact, false, null);
                if (outcome.Result == Result.Conflict)
                {
                    rejected.Add((fact, "conflict"));
                }
            }
            catch (RefusedException r)
            {
                rejected.Add((fact, r.Code));
            }
        }
    }

    /// <summary>The order is rejected for good, and with it what waited for it.</summary>
    public void GiveUp(string source, string orderId)
    {
        if (parked.Remove(OrderKey(source, orderId), out var waiting))
        {
            foreach (var (_, fact) in waiting)
            {
                rejected.Add((fact, "order_rejected"));
            }
        }
    }

    public int ParkedCount(string source, string orderId) => parked.TryGetValue(OrderKey(source, orderId), out var l) ? l.Count : 0;

    private static DateTimeOffset? TriggerDate(OrderState s)
    {
        DateTimeOffset? first = null;
        foreach (var name in s.AllowedTriggers)
        {
            if (s.Triggers.TryGetValue(name, out var t) && !(t >= first))
            {
                first = t;
            }
        }
        return first?.AddHours(24.0 * s.Version.DelayDays);
    }

    // ---- evaluation ----

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
            s.LineGross[i] = remaining * Rational.From(l.UnitPrice);
            var discount = l.Discount == 0 ? Rational.Zero : Rational.From(l.Discount) * remaining / Rational.From(l.Quantity);
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
            if (!s.DiscountApplies[i])
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

        // Points: every rule rounded once, one sum per owner.
        // A contact who is called like the account's own wallets has none.
        var contact = o.ContactId == "account" ? null : o.ContactId;
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
            s.Value[("", "fund", f.Id)] = RoundMoney(v, s.ScopedNet(f.Scope) * f.Percent / Hundred);
        }
        if (s.Gross * Minor(v) > Rational.From((BigInteger)long.MaxValue) || s.Entitled > long.MaxValue)
        {
            throw new RefusedException("overflow");
        }
    }

    private static bool MayEarn(OrderState s) => s.Now.PartnerId == null || s.Version.Partners.Exists(x => x.Id == s.Now.PartnerId && x.MayIssue);

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

    // ---- posting ----

    private void OpenPeriods(Account a, DateTimeOffset p)
    {
        foreach (var v in versions)
        {
            var cal = v.Calendar;
            int month = cal.Month(p);
            foreach (var r in v.Rebates)
            {
                int length = r.Period == "month" ? 1 : r.Period == "quarter" ? 3 : 12;
                int first = month / length * length;
                var start = cal.MonthStart(first);
                if ((VersionAt(start) ?? versions[0]) != v)
                {
                    continue;
                }
                var label = r.Period == "month" ? $"{first / 12:D4}-{(first % 12) + 1:D2}" : r.Period == "quarter" ? $"{first / 12:D4}-Q{(first % 12 / 3) + 1}" : $"{first / 12:D4}";
                if (a.Periods.Exists(x => x.Rule.Id == r.Id && x.Label == label && x.Origins.Contains(a.Id)))
                {
                    continue;
                }
                var period = new RebatePeriod
                {
                    Version = v,
                    Rule = r,
                    Label = label,
                    Origin = a.Id,
                    Origins = new(StringComparer.Ordinal) { a.Id },
                    FirstMonth = first,
                    NextMonth = first + length,
                    Start = start,
                    End = cal.MonthStart(first + length),
                };
                a.Periods.Add(period);
                Claim(a, period, aliases.Keys.Where(x => Resolve(x) == a.Id));
            }
        }
    }

    /// <summary>An account's own period has the orders of all its ids, but for those of an id whose orders another period of that rebate and time has.</summary>
    private static void Claim(Account a, RebatePeriod mine, IEnumerable<string> ids)
    {
        var others = a.Periods.Where(x => x != mine && x.Rule.Id == mine.Rule.Id && x.Label == mine.Label).ToList();
        mine.Origins.UnionWith(ids.Where(id => !others.Exists(x => x.Origins.Contains(id))));
    }

    /// <summary>Posts what differs from the last evaluation: the order's own lots first, then closed rebate periods.</summary>
    private void PostOrder(Account a, OrderState s, DateTimeOffset at)
    {
        var v = s.Version;
        var slots = new List<(string Owner, string Unit, string Sub)>(s.Value.Keys);
        foreach (var k in a.Causes.Keys)
        {
            if (k.Cause == s.Key && !slots.Contains((k.Owner, k.Unit, k.Sub)))
            {
                slots.Add((k.Owner, k.Unit, k.Sub));
            }
        }
        foreach (var slot in slots)
        {
            LotDates dates;
            if (slot.Unit == "fund")
            {
                var expiry = v.Funds.Find(x => x.Id == slot.Sub)!.Expiry;
                dates = new LotDates(at, ExpiryFrom(expiry, v.Calendar, s.Now.PlacedAt), t => ExpiryFrom(expiry, v.Calendar, t));
            }
            else
            {
                dates = new LotDates(TriggerDate(s), ExpiryFrom(v.PointsExpiry, v.Calendar, s.Now.PlacedAt), t => ExpiryFrom(v.PointsExpiry, v.Calendar, t));
            }
            Post(a, s.Key, slot.Owner, slot.Unit, slot.Sub, s.Value.GetValueOrDefault(slot), at, v.Negative, dates);
        }
        foreach (var p in a.Periods)
        {
            if (p.Closed && s.Month >= p.FirstMonth && s.Month < p.NextMonth && p.Origins.Contains(s.Origin))
            {
                ComputeRebate(a, p);
                PostRebate(a, p, at);
            }
        }
    }

    /// <summary>One for every full amount of lifetime net; what was reached once is neither taken back nor given again.</summary>
    private void ReachMilestones(Account a, DateTimeOffset at)
    {
        var v = VersionAt(at) ?? versions[0];
        foreach (var m in v.Milestones)
        {
            var net = Rational.Zero;
            foreach (var o in a.Orders)
            {
                net += o.ScopedNet(m.Scope);
            }
            a.Milestones[m.Id] = BigInteger.Max(a.Milestones.GetValueOrDefault(m.Id), (net / m.Every).Floor());
        }
    }

    private void Post(
        Account a, string cause, string owner, string unit, string sub, BigInteger value, DateTimeOffset at, string negative, LotDates dates)
    {
        bool first = !a.Causes.TryGetValue((cause, owner, unit, sub), out var state);
        if (first)
        {
            state = new CauseState();
            a.Causes[(cause, owner, unit, sub)] = state;
        }
        var difference = value - state!.Evaluated;
        state.Evaluated = value;
        var lots = a.Lots.FindAll(x => x.Cause == cause && x.Owner == owner && x.Unit == unit && x.Sub == sub);
        var wallet = a.WalletOf(owner, unit);
        if (difference.Sign > 0)
        {
            var offset = BigInteger.Min(difference, state.Waived);
            state.Waived -= offset;
            difference -= offset;
            if (difference.IsZero)
            {
                return;
            }
            wallet.Accrued += difference;
            wallet.EverCredited = true;
            if (lots.Count > 0 && lots[^1].State != LotState.Expired)
            {
                var lot = lots[^1];
                if (lot.State == LotState.Pending)
                {
                    lot.Pending += difference;
                }
                else
                {
                    lot.Free += difference;
                    PayArrears(a, owner, unit);
                }
            }
            else if (lots.Count == 0 && (first || !(dates.Expire <= at)))
            {
                AddLot(a, cause, owner, unit, sub, difference, dates.Activate is { } act ? Later(act, at) : null, dates.Expire);
            }
            else
            {
                Activate(a, AddLot(a, cause, owner, unit, sub, difference, at, dates.ExpireFrom(at)));
            }
        }
        else if (difference.Sign < 0)
        {
            var rest = -difference;
            BigInteger used = 0;
            foreach (var lot in lots)
            {
                var fromPending = BigInteger.Min(lot.Pending, rest);
                lot.Pending -= fromPending;
                rest -= fromPending;
                wallet.Reversed += fromPending;
                if (negative != "pending-only")
                {
                    var fromFree = BigInteger.Min(lot.Free, rest);
                    lot.Free -= fromFree;
                    rest -= fromFree;
                    wallet.Reversed += fromFree;
                    used += lot.Spent + lot.Held;
                }
            }
            if (negative == "arrears")
            {
                var owed = BigInteger.Min(rest, BigInteger.Max(0, used - state.Opened));
                state.Opened += owed;
                wallet.Arrears += owed;
                wallet.Reversed += owed;
                rest -= owed;
                PayArrears(a, owner, unit);
            }
            state.Waived += rest;
        }
    }

    private Lot AddLot(Account a, string cause, string owner, string unit, string sub, BigInteger amount, DateTimeOffset? activate, DateTimeOffset? expire)
    {
        var lot = new Lot
        {
            Id = nextLot++,
            Cause = cause,
            Owner = owner,
            Unit = unit,
            Sub = sub,
            Pending = amount,
            ActivateAt = activate,
            ExpireAt = expire,
            OriginalExpireAt = expire,
        };
        a.Lots.Add(lot);
        return lot;
    }
}
