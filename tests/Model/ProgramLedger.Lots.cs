using System.Numerics;

namespace Ledger.Model;

internal sealed record LotDates(DateTimeOffset? Activate, DateTimeOffset? Expire, Func<DateTimeOffset, DateTimeOffset?> ExpireFrom);

internal sealed partial class ProgramLedger
{
    private void Activate(Account a, Lot l)
    {
        if (a.Closed)
        {
            Expire(a, l);
            return;
        }
        l.State = LotState.Active;
        l.Free = l.Pending;
        l.Pending = 0;
        PayArrears(a, l.Owner, l.Unit);
    }

    private static void Expire(Account a, Lot l)
    {
        var lost = l.Pending + l.Free;
        l.State = LotState.Expired;
        l.Pending = 0;
        l.Free = 0;
        l.Expired += lost;
        a.WalletOf(l.Owner, l.Unit).Expired += lost;
    }

    /// <summary>Arrears are paid from activated, unheld value in redemption order.</summary>
    private static void PayArrears(Account a, string owner, string unit)
    {
        var w = a.WalletOf(owner, unit);
        if (w.Arrears.IsZero)
        {
            return;
        }
        foreach (var l in RedemptionOrder(a, owner, unit, null))
        {
            var x = BigInteger.Min(l.Free, w.Arrears);
            l.Free -= x;
            l.Spent += x;
            w.Arrears -= x;
        }
    }

    /// <summary>Activated lots with something left: soonest expiry first (none last), then activation, then sequence.</summary>
    private static List<Lot> RedemptionOrder(Account a, string owner, string unit, string? exceptOrder)
    {
        var list = new List<Lot>();
        foreach (var l in a.Lots)
        {
            if (l.State == LotState.Active
                && l.Free.Sign > 0
                && l.Owner == owner
                && l.Unit == unit
                && (exceptOrder == null || l.Cause != exceptOrder))
            {
                list.Add(l);
            }
        }
        list.Sort(CompareForRedemption);
        return list;
    }

    private Lot AddLot(
        Account a, string cause, string owner, string unit, string sub, BigInteger amount, DateTimeOffset? activate, DateTimeOffset? expire)
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

    private static BigInteger Available(Account a, string owner, string unit, string? exceptOrder)
    {
        BigInteger sum = 0;
        foreach (var l in RedemptionOrder(a, owner, unit, exceptOrder))
        {
            sum += l.Free;
        }
        return sum - a.WalletOf(owner, unit).Arrears;
    }

    /// <summary>
    /// Credits a reward or prize at once: active, with the points expiry, funded by the operator, and cut by the budget if <c>onBudget</c>
    /// is set.
    /// </summary>
    private void Credit(Account a, string unit, BigInteger amount, ProgramVersion v, string cause, bool onBudget)
    {
        var at = a.Clock!.Value;
        amount = onBudget ? DrawOnBudget(unit, amount, at) : amount;
        if (amount.IsZero)
        {
            return;
        }
        var wallet = a.WalletOf("", unit);
        wallet.Accrued += amount;
        wallet.EverCredited = true;
        Settle(null, unit, at, "issued", amount);
        Activate(a, AddLot(a, cause, "", unit, "", amount, at, ExpiryFrom(v.PointsExpiry, v.Calendar, at)));
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

    private static int CompareForRedemption(Lot x, Lot y)
    {
        int c = (x.ExpireAt ?? DateTimeOffset.MaxValue).CompareTo(y.ExpireAt ?? DateTimeOffset.MaxValue);
        c = c != 0 ? c : Nullable.Compare(x.ActivateAt, y.ActivateAt);
        return c != 0 ? c : x.Id.CompareTo(y.Id);
    }
}
