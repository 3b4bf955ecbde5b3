using System.Globalization;
using System.Numerics;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private readonly Dictionary<string, string> accountOfHold = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> accountOfRedemption = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AskedAdjustment> asked = new(StringComparer.Ordinal);

    private sealed record AskedAdjustment(string Account, string Owner, string Unit, BigInteger Amount, string By);

    public Outcome Command(string key, string content, Func<Outcome> run)
    {
        touched.Clear();
        if (Known("command|" + key, content) is { } known)
        {
            return known;
        }
        try
        {
            return Bind("command|" + key, content, run());
        }
        catch (RefusedException r)
        {
            return new Outcome(Result.Rejected, r.Code);
        }
    }

    private BigInteger Units(string unit, decimal amount)
    {
        if (unit is not ("points" or "cashback" or "fund"))
        {
            throw new RefusedException("unknown_unit");
        }
        CheckNumber(amount);
        var exact = unit == "points" ? Rational.From(amount) : Rational.From(amount) * Minor(versions[0]);
        return exact.D.IsOne ? exact.N : throw new RefusedException("amount_too_fine");
    }

    private BigInteger PositiveUnits(string unit, decimal amount)
    {
        var n = Units(unit, amount);
        return n.Sign > 0 ? n : throw new RefusedException("amount_not_positive");
    }

    private Account BeginKnown(string account, DateTimeOffset at)
    {
        if (!accounts.ContainsKey(Resolve(account)))
        {
            throw new RefusedException("unknown_account");
        }
        return Begin(account, at);
    }

    private ProgramVersion VersionNow(Account a) => VersionAt(a.Clock!.Value) ?? throw new RefusedException("no_effective_version");

    private static BigInteger Available(Account a, string owner, string unit, string? exceptOrder)
    {
        BigInteger sum = 0;
        foreach (var l in RedemptionOrder(a, owner, unit, exceptOrder))
        {
            sum += l.Free;
        }
        return sum - a.WalletOf(owner, unit).Arrears;
    }

    /// <summary>Takes free value from the lots in redemption order; all of it or nothing.</summary>
    private static List<Allocation> Allocate(Account a, string owner, string unit, BigInteger amount, string? exceptOrder)
    {
        if (Available(a, owner, unit, exceptOrder) < amount)
        {
            throw new RefusedException("insufficient_available");
        }
        var taken = new List<Allocation>();
        foreach (var l in RedemptionOrder(a, owner, unit, exceptOrder))
        {
            var x = BigInteger.Min(l.Free, amount);
            if (x.Sign > 0)
            {
                l.Free -= x;
                amount -= x;
                taken.Add(new Allocation(l.Id, x, 0));
            }
        }
        return taken;
    }

    private void CheckRedeemable(Account a, ProgramVersion v, string unit, string owner, BigInteger amount, string? order)
    {
        if (unit == "points" && Rational.From(amount) < Rational.From(v.MinPoints))
        {
            throw new RefusedException("below_minimum");
        }
        if (order == null)
        {
            return;
        }
        var s = a.Orders.Find(x => x.Key == order) ?? throw new RefusedException("unknown_order");
        var owedExtra = Rational.Max(Rational.Zero, (Rational.From(s.Entitled) / Minor(v)) - s.Stated);
        var net = Rational.Max(Rational.Zero, s.Net - owedExtra);
        var cap = (net * v.MaxOrderShare / Hundred * Minor(v)).Floor();
        var used = Worth(v, unit, amount);
        foreach (var r in a.Redemptions)
        {
            if (r.Order == order)
            {
                used += Worth(v, r.Unit, r.Amount - r.Restored);
            }
        }
        foreach (var h in a.Holds)
        {
            if (h.Open && h.Order == order)
            {
                foreach (var x in h.Allocations)
                {
                    used += Worth(v, h.Unit, x.Amount);
                }
            }
        }
        if (used > Rational.From(cap))
        {
            throw new RefusedException("above_order_share");
        }
    }

    /// <summary>What an amount is worth in minor units of money.</summary>
    private static Rational Worth(ProgramVersion v, string unit, BigInteger amount) =>
        unit == "points" ? Rational.From(amount) * v.PointValue * Minor(v) : Rational.From(amount);

    public Outcome Hold(string id, string account, string owner, string unit, decimal amount, DateTimeOffset at, int ttlMinutes, string? order)
    {
        var n = PositiveUnits(unit, amount);
        var a = BeginKnown(account, at);
        var v = VersionNow(a);
        if (ttlMinutes <= 0 || ttlMinutes > v.HoldMaxMinutes)
        {
            throw new RefusedException("ttl_out_of_range");
        }
        CheckRedeemable(a, v, unit, owner, n, order);
        var taken = Allocate(a, owner, unit, n, order);
        foreach (var x in taken)
        {
            a.LotOf(x.LotId).Held += x.Amount;
        }
        a.Holds.Add(new Hold { Id = id, Owner = owner, Unit = unit, Order = order, ExpiresAt = a.Clock!.Value.AddMinutes(ttlMinutes), Number = nextHold++, Allocations = taken });
        JudgeSegments(a, a.Clock!.Value);
        Commit();
        accountOfHold[id] = a.Id;
        return new Outcome(Result.Recorded);
    }

    private (Account Account, Hold Hold) OpenHold(string id, DateTimeOffset at)
    {
        if (!accountOfHold.TryGetValue(id, out var account))
        {
            throw new RefusedException("unknown_hold");
        }
        var a = Begin(account, at);
        var h = a.Holds.Find(x => x.Id == id)!;
        return h.Open ? (a, h) : throw new RefusedException("hold_closed");
    }

    /// <summary>Spends what is held, or part of it; the rest goes back to the same lots.</summary>
    public Outcome Capture(string redemptionId, string holdId, decimal? amount, DateTimeOffset at)
    {
        var (a, h) = OpenHold(holdId, at);
        BigInteger all = 0;
        foreach (var x in h.Allocations)
        {
            all += x.Amount;
        }
        var n = amount == null ? all : PositiveUnits(h.Unit, amount.Value);
        if (n > all)
        {
            throw new RefusedException("above_held");
        }
        var captured = new List<Allocation>();
        var left = new List<Allocation>();
        var wallet = a.WalletOf(h.Owner, h.Unit);
        wallet.Redeemed += n;
        foreach (var x in h.Allocations)
        {
            var take = BigInteger.Min(n, x.Amount);
            n -= take;
            if (take.Sign > 0)
            {
                var lot = a.LotOf(x.LotId);
                lot.Held -= take;
                lot.Spent += take;
                captured.Add(x with { Amount = take });
            }
            if (take < x.Amount)
            {
                left.Add(x with { Amount = x.Amount - take });
            }
        }
        h.Allocations = left;
        CloseHold(a, h);
        a.Redemptions.Add(new Redemption { Id = redemptionId, Owner = h.Owner, Unit = h.Unit, Order = h.Order, Allocations = captured });
        JudgeSegments(a, a.Clock!.Value);
        Commit();
        accountOfRedemption[redemptionId] = a.Id;
        return new Outcome(Result.Recorded);
    }

    public Outcome Release(string holdId, DateTimeOffset at)
    {
        var (a, h) = OpenHold(holdId, at);
        CloseHold(a, h);
        JudgeSegments(a, a.Clock!.Value);
        Commit();
        return new Outcome(Result.Recorded);
    }

    public Outcome Redeem(string id, string account, string owner, string unit, decimal amount, DateTimeOffset at, string? order)
    {
        var n = PositiveUnits(unit, amount);
        var a = BeginKnown(account, at);
        CheckRedeemable(a, VersionNow(a), unit, owner, n, order);
        return Spend(a, id, owner, unit, n, order);
    }

    public Outcome RedeemReward(string id, string account, string owner, string reward, DateTimeOffset at)
    {
        var a = BeginKnown(account, at);
        var v = VersionNow(a);
        var r = v.Rewards.Find(x => x.Id == reward) ?? throw new RefusedException("unknown_reward");
        if (r.TierIn.Count > 0 && !r.TierIn.Contains(v.Tiers[TierIn(a, v)].Id))
        {
            throw new RefusedException("tier_not_entitled");
        }
        var n = PositiveUnits(r.Unit, r.Cost);
        CheckRedeemable(a, v, r.Unit, owner, n, null);
        return Spend(a, id, owner, r.Unit, n, null);
    }

    private Outcome Spend(Account a, string id, string owner, string unit, BigInteger amount, string? order)
    {
        var taken = Allocate(a, owner, unit, amount, order);
        foreach (var x in taken)
        {
            a.LotOf(x.LotId).Spent += x.Amount;
        }
        a.WalletOf(owner, unit).Redeemed += amount;
        a.Redemptions.Add(new Redemption { Id = id, Owner = owner, Unit = unit, Order = order, Allocations = taken });
        JudgeSegments(a, a.Clock!.Value);
        Commit();
        accountOfRedemption[id] = a.Id;
        return new Outcome(Result.Recorded);
    }

    public Outcome Reverse(string redemptionId, decimal? amount, DateTimeOffset at)
    {
        if (!accountOfRedemption.TryGetValue(redemptionId, out var account))
        {
            throw new RefusedException("unknown_redemption");
        }
        var a = Begin(account, at);
        var r = a.Redemptions.Find(x => x.Id == redemptionId)!;
        var rest = r.Amount - r.Restored;
        var n = amount == null ? rest : PositiveUnits(r.Unit, amount.Value);
        if (n > rest || n.IsZero)
        {
            throw new RefusedException("above_redeemed");
        }
        GiveBack(a, r, n, a.Clock!.Value);
        PayArrears(a, r.Owner, r.Unit);
        JudgeSegments(a, a.Clock!.Value);
        Commit();
        return new Outcome(Result.Recorded);
    }

    /// <summary>Returns value to the lots it came from, last allocation first.</summary>
    private void GiveBack(Account a, Redemption r, BigInteger amount, DateTimeOffset at)
    {
        int graceDays = (VersionAt(at) ?? versions[0]).RestoreGraceDays;
        var wallet = a.WalletOf(r.Owner, r.Unit);
        wallet.Redeemed -= amount;
        for (int i = r.Allocations.Count - 1; i >= 0 && amount.Sign > 0; i--)
        {
            var x = r.Allocations[i];
            var n = BigInteger.Min(amount, x.Amount - x.Restored);
            if (n.IsZero)
            {
                continue;
            }
            amount -= n;
            r.Allocations[i] = x with { Restored = x.Restored + n };
            var lot = a.LotOf(x.LotId);
            lot.Spent -= n;
            if (!(lot.OriginalExpireAt <= at))
            {
                lot.Free += n;
            }
            else if (graceDays == 0)
            {
                lot.Expired += n;
                wallet.Expired += n;
            }
            else
            {
                lot.State = LotState.Active;
                lot.Free += n;
                lot.ExpireAt = at.AddHours(24.0 * graceDays);
            }
        }
    }

    /// <summary>After a return of an order paid with points: its share has been given back in total.</summary>
    private void RestoreRedeemed(Account a, OrderState s, DateTimeOffset at)
    {
        if (!(VersionAt(at) ?? versions[0]).RestoreOnReturn)
        {
            return;
        }
        var full = Rational.Zero;
        foreach (var l in s.Now.Lines)
        {
            if (l.Kind == "merchandise")
            {
                full += (Rational.From(l.Quantity) * Rational.From(l.UnitPrice)) - Rational.From(l.Discount);
            }
        }
        var wallets = new List<(string Owner, string Unit)>();
        foreach (var r in a.Redemptions)
        {
            if (r.Order == s.Key && !wallets.Contains((r.Owner, r.Unit)))
            {
                wallets.Add((r.Owner, r.Unit));
            }
        }
        foreach (var (owner, unit) in wallets)
        {
            BigInteger redeemed = 0;
            BigInteger restored = 0;
            foreach (var r in a.Redemptions)
            {
                if (r.Order == s.Key && r.Owner == owner && r.Unit == unit)
                {
                    redeemed += r.Amount;
                    restored += r.Restored;
                }
            }
            var due = redeemed;
            if (!s.NothingRemains)
            {
                due = full.IsZero ? 0 : (Rational.From(redeemed) * (full - s.Net) / full).Floor();
            }
            due -= restored;
            for (int i = a.Redemptions.Count - 1; i >= 0 && due.Sign > 0; i--)
            {
                var r = a.Redemptions[i];
                if (r.Order == s.Key && r.Owner == owner && r.Unit == unit)
                {
                    var n = BigInteger.Min(due, r.Amount - r.Restored);
                    if (n.Sign > 0)
                    {
                        GiveBack(a, r, n, at);
                        due -= n;
                    }
                }
            }
            PayArrears(a, owner, unit);
        }
    }

    // ---- adjustments, transfers, merge ----

    public Outcome Adjust(string id, string account, string owner, string unit, decimal amount, DateTimeOffset at, string by)
    {
        var n = Units(unit, amount);
        if (n.IsZero)
        {
            throw new RefusedException("amount_not_positive");
        }
        var a = BeginKnown(account, at);
        var v = VersionNow(a);
        var limit = unit == "points" ? v.ApprovalPoints : v.ApprovalMoney;
        if (limit is { } above && Math.Abs(amount) > above)
        {
            touched.Clear();
            asked[id] = new AskedAdjustment(a.Id, owner, unit, n, by);
            return new Outcome(Result.Recorded, "awaiting_approval");
        }
        return Adjust(a, id, owner, unit, n);
    }

    public Outcome ApproveAdjustment(string id, DateTimeOffset at, string by)
    {
        if (!asked.TryGetValue(id, out var ask))
        {
            throw new RefusedException("unknown_adjustment");
        }
        if (ask.By == by)
        {
            throw new RefusedException("same_person");
        }
        var outcome = Adjust(Begin(ask.Account, at), id, ask.Owner, ask.Unit, ask.Amount);
        asked.Remove(id);
        return outcome;
    }

    private Outcome Adjust(Account a, string id, string owner, string unit, BigInteger n)
    {
        var v = VersionNow(a);
        var at = a.Clock!.Value;
        var wallet = a.WalletOf(owner, unit);
        if (n.Sign > 0)
        {
            var expiry = unit == "points" ? ExpiryFrom(v.PointsExpiry, v.Calendar, at) : null;
            wallet.Adjusted += n;
            wallet.EverCredited = true;
            Activate(a, AddLot(a, "adjustment|" + id, owner, unit, "", n, at, expiry));
        }
        else
        {
            foreach (var x in Allocate(a, owner, unit, -n, null))
            {
                a.LotOf(x.LotId).Spent += x.Amount;
            }
            wallet.Adjusted += n;
        }
        JudgeSegments(a, at);
        Commit();
        return new Outcome(Result.Recorded);
    }

    public Outcome Transfer(string id, string fromAccount, string fromOwner, string toAccount, string toOwner, string unit, decimal amount, DateTimeOffset at)
    {
        var n = PositiveUnits(unit, amount);
        var from = BeginKnown(fromAccount, at);
        var v = VersionNow(from);
        bool same = Resolve(fromAccount) == Resolve(toAccount);
        if (v.Transfers == "none" || (v.Transfers == "within-account" && !same) || (same && fromOwner == toOwner))
        {
            throw new RefusedException("transfer_not_allowed");
        }
        var to = same ? from : BeginKnown(toAccount, at);
        var taken = Allocate(from, fromOwner, unit, n, null);
        from.WalletOf(fromOwner, unit).Adjusted -= n;
        var target = to.WalletOf(toOwner, unit);
        target.Adjusted += n;
        target.EverCredited = true;
        int part = 0;
        foreach (var x in taken)
        {
            var lot = from.LotOf(x.LotId);
            lot.Spent += x.Amount;
            var moved = AddLot(to, "transfer|" + id + "|" + part++, toOwner, unit, lot.Sub, x.Amount, lot.ActivateAt, lot.ExpireAt);
            if (moved.ExpireAt <= to.Clock)
            {
                Expire(to, moved);
            }
            else
            {
                Activate(to, moved);
            }
        }
        JudgeSegments(from, from.Clock!.Value);
        if (!same)
        {
            JudgeSegments(to, to.Clock!.Value);
        }
        Commit();
        return new Outcome(Result.Recorded);
    }

    /// <summary>The first account becomes part of the second; its id stays an alias.</summary>
    public Outcome Merge(string oldAccount, string survivor, DateTimeOffset at)
    {
        if (Resolve(oldAccount) == Resolve(survivor))
        {
            throw new RefusedException("same_account");
        }
        var old = BeginKnown(oldAccount, at);
        var a = BeginKnown(survivor, at);
        MoveTo(old, a.Clock!.Value);
        MoveTo(a, old.Clock!.Value);
        touched.Remove(old);
        a.Orders.AddRange(old.Orders);
        a.Lots.AddRange(old.Lots);
        a.Holds.AddRange(old.Holds);
        a.Redemptions.AddRange(old.Redemptions);
        a.Activities.AddRange(old.Activities);
        a.Memberships.AddRange(old.Memberships);
        foreach (var p in old.Periods)
        {
            var mine = a.Periods.Find(x => !x.Closed && !p.Closed && x.Rule.Id == p.Rule.Id && x.Label == p.Label);
            if (mine != null)
            {
                mine.Origins.UnionWith(p.Origins);
                continue;
            }
            if (!p.Closed)
            {
                p.Origins.Add(a.Id);
            }
            a.Periods.Add(p);
        }
        foreach (var (k, w) in old.Wallets)
        {
            var mine = a.WalletOf(k.Owner, k.Unit);
            mine.Accrued += w.Accrued;
            mine.Reversed += w.Reversed;
            mine.Redeemed += w.Redeemed;
            mine.Expired += w.Expired;
            mine.Adjusted += w.Adjusted;
            mine.Arrears += w.Arrears;
            mine.EverCredited |= w.EverCredited;
        }
        foreach (var (k, n) in old.Milestones)
        {
            a.Milestones[k] = a.Milestones.GetValueOrDefault(k) + n;
        }
        foreach (var (k, s) in old.Causes)
        {
            a.Causes[k] = s;
        }
        var v = VersionAt(a.Clock!.Value) ?? versions[0];
        if (old.TierId != null && (a.TierId == null || TierIn(old, v) > TierIn(a, v)))
        {
            a.TierId = old.TierId;
            a.TierFrom = old.TierFrom;
            a.TierVersion = old.TierVersion;
            a.Since = old.Since;
            a.GraceUntil = old.GraceUntil;
            a.LastReview = old.LastReview;
        }
        foreach (var k in a.Wallets.Keys.ToList())
        {
            PayArrears(a, k.Owner, k.Unit);
        }
        a.SegmentsJudged ??= old.SegmentsJudged;
        JudgeSegments(a, a.Clock!.Value);
        Commit();
        accounts.Remove(old.Id);
        aliases[old.Id] = a.Id;
        return new Outcome(Result.Recorded);
    }

    // ---- activities and memberships ----

    private Outcome Complete(ActivityCompleted f)
    {
        var key = "activity|" + f.Id;
        var content = Quote(f.AccountId) + Quote(f.Activity) + Ticks(f.At) + Quote(f.ContactId) + (f.Score?.ToString("0.##########", CultureInfo.InvariantCulture) ?? "-");
        if (Known(key, content) is { } known)
        {
            return known;
        }
        CheckId(f.Id);
        CheckId(f.AccountId);
        if (f.ContactId != null)
        {
            CheckId(f.ContactId);
        }
        var v = VersionAt(f.At) ?? throw new RefusedException("no_effective_version");
        var a = Begin(f.AccountId, f.At);
        var at = a.Clock!.Value;
        bool counted = false;
        foreach (var rule in v.Activities)
        {
            if (rule.Kind != f.Activity || !Holds(a, v, rule.When, f.At, f.ContactId, null, null))
            {
                continue;
            }
            int year = v.Calendar.Local(f.At).Year;
            int done = a.Activities.Count(x => x.Rule == rule.Id && x.ContactId == f.ContactId && (!rule.PerYear || v.Calendar.Local(x.At).Year == year));
            if (done >= rule.MaxPerContact)
            {
                continue;
            }
            a.Activities.Add(new DoneActivity(rule.Id, f.ContactId, f.At, counted ? null : f.Score));
            counted = true;
            var points = Rational.From(rule.Points).Round(v.PointsRounding);
            Post(a, "activity|" + f.Id + "|" + rule.Id, rule.ToContact && f.ContactId != null ? f.ContactId : "", "points", "", points, at, v.Negative, new LotDates(
                f.At.AddHours(24.0 * v.DelayDays), ExpiryFrom(v.PointsExpiry, v.Calendar, f.At), t => ExpiryFrom(v.PointsExpiry, v.Calendar, t)));
        }
        if (!counted)
        {
            a.Activities.Add(new DoneActivity("", f.ContactId, f.At, f.Score));
        }
        JudgeSegments(a, at);
        Commit();
        return Bind(key, content, new Outcome(Result.Recorded));
    }

    private Outcome Join(MembershipPurchased f)
    {
        var key = "membership|" + f.Id;
        var content = Quote(f.AccountId) + Quote(f.Membership) + Ticks(f.At);
        if (Known(key, content) is { } known)
        {
            return known;
        }
        CheckId(f.Id);
        CheckId(f.AccountId);
        var v = VersionAt(f.At) ?? throw new RefusedException("no_effective_version");
        var m = v.Memberships.Find(x => x.Id == f.Membership) ?? throw new RefusedException("unknown_membership");
        var a = Begin(f.AccountId, f.At);
        int i = a.Memberships.FindIndex(x => x.Id == m.Id && x.From <= f.At && f.At < x.Until);
        if (i >= 0)
        {
            a.Memberships[i] = a.Memberships[i] with { Until = v.Calendar.AddMonths(a.Memberships[i].Until, m.Months) };
        }
        else
        {
            a.Memberships.Add(new HeldMembership(m.Id, f.At, v.Calendar.AddMonths(f.At, m.Months)));
        }
        JudgeSegments(a, a.Clock!.Value);
        Commit();
        return Bind(key, content, new Outcome(Result.Recorded));
    }
}
