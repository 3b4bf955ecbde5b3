using System.Numerics;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    /// <summary>What is still set aside goes back to its lots; overdue value expires, the rest may pay arrears.</summary>
    private static void CloseHold(Account a, Hold h, string ended)
    {
        h.Open = false;
        h.Ended = ended;
        foreach (var x in h.Allocations)
        {
            var l = a.LotOf(x.LotId);
            l.Held -= x.Amount;
            if (l.State == LotState.Expired)
            {
                l.Expired += x.Amount;
                a.WalletOf(l.Owner, l.Unit).Expired += x.Amount;
            }
            else
            {
                l.Free += x.Amount;
            }
        }
        h.Allocations.Clear();
        int claim = a.Claims.FindIndex(x => x.Id == h.Id && x.State == "requested");
        if (claim >= 0)
        {
            var state = ended == "captured" ? "approved" : ended == "rejected" ? "rejected" : "expired";
            a.Claims[claim] = a.Claims[claim] with { State = state };
        }
        PayArrears(a, h.Owner, h.Unit);
    }

    private readonly Dictionary<string, string> accountOfHold = new(StringComparer.Ordinal);

    public Outcome Hold(
        string id, string account, string owner, string unit, decimal? amount, decimal? value, DateTimeOffset at, int ttlMinutes,
        string? order, string? partner)
    {
        RefuseFund(unit);
        var a = BeginKnown(account, at);
        RefuseWhenClosed(a);
        var v = VersionNow(a);
        CheckMayRedeem(v, partner);
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
        a.Holds.Add(new Hold
        {
            Id = id,
            Owner = owner,
            Unit = unit,
            Order = order,
            Partner = partner,
            ExpiresAt = a.Clock!.Value.AddMinutes(ttlMinutes),
            Number = nextHold++,
            Allocations = taken,
        });
        Judge(a, a.Clock!.Value);
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

    /// <summary>Spends so much of what is held, from its lots in redemption order; the rest goes back to the same lots.</summary>
    private void Capture(Account a, Hold h, BigInteger n, string redemptionId)
    {
        var captured = new List<Allocation>();
        var left = new List<Allocation>();
        a.WalletOf(h.Owner, h.Unit).Redeemed += n;
        Settle(h.Partner, h.Unit, a.Clock!.Value, "redeemed", n);
        h.Allocations.Sort((x, y) => CompareForRedemption(a.LotOf(x.LotId), a.LotOf(y.LotId)));
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
        a.Redemptions.Add(new Redemption
        {
            Id = redemptionId,
            Owner = h.Owner,
            Unit = h.Unit,
            Order = h.Order,
            Partner = h.Partner,
            PaidNet = NetOf(a, h.Order),
            Allocations = captured,
        });
    }

    private static Rational NetOf(Account a, string? order) => a.Orders.Find(x => x.Key == order)?.Net ?? Rational.Zero;

    /// <summary>Spends what is held, or part of it; the rest goes back to the same lots.</summary>
    public Outcome Capture(string redemptionId, string holdId, decimal? amount, DateTimeOffset at)
    {
        var (a, h) = OpenHold(holdId, at);
        RefuseWhenClosed(a);
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
        Capture(a, h, n, redemptionId);
        Judge(a, a.Clock!.Value);
        Commit();
        accountOfRedemption[redemptionId] = a.Id;
        return new Outcome(Result.Recorded);
    }

    public Outcome Release(string holdId, DateTimeOffset at)
    {
        var (a, h) = OpenHold(holdId, at);
        CloseHold(a, h, "released");
        Judge(a, a.Clock!.Value);
        Commit();
        return new Outcome(Result.Recorded);
    }
}
