using System.Numerics;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private readonly Dictionary<string, string> accountOfHold = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> accountOfRedemption = new(StringComparer.Ordinal);

    /// <summary>Looks at a command alone, then at its key, then carries it out; a refusal binds no key.</summary>
    public Outcome Do(Command command, DateTimeOffset? receivedAt, Func<Outcome> run)
    {
        touched.Clear();
        try
        {
            Check(command, receivedAt);
            var content = Content(command);
            return Known("command|" + command.Key, content) ?? Bind("command|" + command.Key, content, run());
        }
        catch (RefusedException r)
        {
            return new Outcome(Result.Rejected, r.Code);
        }
    }

    /// <summary>What makes two commands with one key the same: everything but the key and who asks; numbers by value.</summary>
    private static string Content(Command command)
    {
        var fields = command.GetType().GetProperties().Where(x => x.Name is not ("Key" or "By" or "EqualityContract")).Select(x => x.GetValue(command) switch
        {
            decimal d => Text(d),
            DateTimeOffset t => Ticks(t),
            { } other => Quote(other.ToString()),
            null => "-",
        });
        return command.GetType().Name + " " + string.Join(' ', fields);
    }

    private static void Check(Command command, DateTimeOffset? receivedAt)
    {
        CheckId(command.Key);
        if (command.At is { } at)
        {
            CheckTime(at, receivedAt);
        }
        switch (command)
        {
            case HoldValue c:
                CheckWallet(c.Account, c.Owner, c.Unit);
                CheckNamed(c.OrderSource, c.OrderId);
                break;
            case CaptureHold c:
                CheckId(c.HoldId);
                break;
            case ReleaseHold c:
                CheckId(c.HoldId);
                break;
            case RedeemOnOrder c:
                CheckWallet(c.Account, c.Owner, c.Unit);
                CheckNamed(c.OrderSource, c.OrderId);
                Require(c.OrderSource != null);
                break;
            case RedeemReward c:
                CheckWallet(c.Account, c.Owner, "points");
                CheckId(c.Reward);
                break;
            case RedeemVoucher c:
                CheckWallet(c.Account, c.Owner, c.Unit);
                Require(c.ValidMonths is not (< 1 or > 1200));
                break;
            case RedeemCash c:
                CheckWallet(c.Account, c.Owner, c.Unit);
                break;
            case ReverseRedemption c:
                CheckId(c.RedemptionId);
                break;
            case UseVoucher c:
                CheckId(c.Code);
                break;
            case CancelVoucher c:
                CheckId(c.Code);
                break;
            case AdjustValue c:
                CheckWallet(c.Account, c.Owner, c.Unit);
                if (string.IsNullOrWhiteSpace(c.Reason))
                {
                    throw new RefusedException("reason_required");
                }
                break;
            case ApproveAdjustment c:
                CheckId(c.AdjustmentId);
                break;
            case RejectAdjustment c:
                CheckId(c.AdjustmentId);
                break;
            case TransferValue c:
                CheckWallet(c.FromAccount, c.FromOwner, c.Unit);
                CheckWallet(c.ToAccount, c.ToOwner, c.Unit);
                break;
            case MergeAccounts c:
                CheckId(c.OldAccount);
                CheckId(c.Survivor);
                break;
        }
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new RefusedException("invalid_value");
        }
    }

    private static void CheckWallet(string account, string? owner, string unit)
    {
        CheckId(account);
        if (owner != null)
        {
            CheckId(owner);
        }
        if (unit is not ("points" or "cashback" or "fund"))
        {
            throw new RefusedException("unknown_unit");
        }
    }

    private static void CheckNamed(string? source, string? orderId)
    {
        Require(source == null == (orderId == null));
        if (source != null)
        {
            CheckId(source);
            CheckId(orderId);
        }
    }

    /// <summary>An amount of either sign in points or minor units, but not 0.</summary>
    private BigInteger Units(string unit, decimal amount)
    {
        CheckNumber(amount);
        if (amount == 0)
        {
            throw new RefusedException("amount_not_positive");
        }
        var exact = unit == "points" ? Rational.From(amount) : Rational.From(amount) * Minor(versions[0]);
        return exact.D.IsOne ? exact.N : throw new RefusedException("amount_too_fine");
    }

    private BigInteger PositiveUnits(string unit, decimal amount) => amount > 0 ? Units(unit, amount) : throw new RefusedException("amount_not_positive");

    /// <summary>An amount; or a money value, as so many points as are worth at least that.</summary>
    private BigInteger PositiveUnits(ProgramVersion v, string unit, decimal? amount, decimal? value)
    {
        if (amount == null == (value == null))
        {
            throw new RefusedException("amount_missing");
        }
        if (value is not { } money || unit != "points")
        {
            return PositiveUnits(unit, amount ?? value!.Value);
        }
        if (v.PointValue.IsZero)
        {
            throw new RefusedException("no_point_value");
        }
        var exact = Rational.From(money) / v.PointValue;
        var whole = exact.Floor();
        whole += Rational.From(whole) < exact ? 1 : 0;
        return whole.Sign > 0 ? whole : throw new RefusedException("amount_not_positive");
    }

    private Account BeginKnown(string account, DateTimeOffset at)
    {
        if (!accounts.ContainsKey(Resolve(account)))
        {
            throw new RefusedException("unknown_account");
        }
        return Begin(account, at);
    }

    private ProgramVersion VersionNow(Account a) => VersionAt(a.Clock!.Value) ?? versions[0];

    private static void RefuseFund(string unit)
    {
        // A fund is spent by approved claims.
        if (unit == "fund")
        {
            throw new RefusedException("not_redeemable");
        }
    }

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
            throw new RefusedException("insufficient_balance");
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

    public Outcome Hold(
        string id, string account, string owner, string unit, decimal? amount, decimal? value, DateTimeOffset at, int ttlMinutes, string? order)
    {
        RefuseFund(unit);
        var a = BeginKnown(account, at);
        var v = VersionNow(a);
        var n = PositiveUnits(v, unit, amount, value);
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
        return h.Open ? (a, h) : throw new RefusedException(h.Ended == "expired" ? "hold_expired" : "hold_closed");
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
        CloseHold(a, h, "captured");
        a.Redemptions.Add(new Redemption { Id = redemptionId, Owner = h.Owner, Unit = h.Unit, Order = h.Order, Allocations = captured });
        JudgeSegments(a, a.Clock!.Value);
        Commit();
        accountOfRedemption[redemptionId] = a.Id;
        return new Outcome(Result.Recorded);
    }

    public Outcome Release(string holdId, DateTimeOffset at)
    {
        var (a, h) = OpenHold(holdId, at);
        CloseHold(a, h, "released");
        JudgeSegments(a, a.Clock!.Value);
        Commit();
        return new Outcome(Result.Recorded);
    }

    /// <summary>Spends on an order, or pays cashback out.</summary>
    public Outcome Redeem(
        string id, string account, string owner, string unit, decimal? amount, decimal? value, DateTimeOffset at, string? order)
    {
        var a = BeginKnown(account, at);
        RefuseFund(unit);
        if (order == null && unit != "cashback")
        {
            throw new RefusedException("not_redeemable");
        }
        var v = VersionNow(a);
        var n = PositiveUnits(v, unit, amount, value);
        CheckRedeemable(a, v, unit, owner, n, order);
        return Spend(a, id, owner, unit, n, order);
    }

    private Outcome Spend(Account a, string id, string owner, string unit, BigInteger amount, string? order, string? reward = null)
    {
        var taken = Allocate(a, owner, unit, amount, order);
        foreach (var x in taken)
        {
            a.LotOf(x.LotId).Spent += x.Amount;
        }
        a.WalletOf(owner, unit).Redeemed += amount;
        a.Redemptions.Add(new Redemption { Id = id, Owner = owner, Unit = unit, Order = order, Reward = reward, Allocations = taken });
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
        ReturnToStock(r);
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
}
