using System.Numerics;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private readonly Dictionary<string, AskedAdjustment> asked = new(StringComparer.Ordinal);
    private sealed record AskedAdjustment(string Account, string Owner, string Unit, BigInteger Amount, string By, bool Waits);

    public Outcome Adjust(string id, string account, string owner, string unit, decimal amount, DateTimeOffset at, string by)
    {
        var a = BeginKnown(account, at);
        var n = Units(unit, amount);
        var v = VersionNow(a);
        var limit = unit == "points" ? v.ApprovalPoints : v.ApprovalMoney;
        if (limit is { } above && Math.Abs(amount) > above)
        {
            touched.Clear();
            asked[id] = new AskedAdjustment(a.Id, owner, unit, n, by, true);
            return new Outcome(Result.Recorded, "awaiting_approval");
        }
        return Adjust(a, id, owner, unit, n);
    }

    public Outcome ApproveAdjustment(string id, DateTimeOffset at, string by)
    {
        var ask = Waiting(id);
        if (ask.By == by)
        {
            throw new RefusedException("same_principal");
        }
        var outcome = Adjust(Begin(ask.Account, at), id, ask.Owner, ask.Unit, ask.Amount);
        asked[id] = ask with { Waits = false };
        return outcome;
    }

    /// <summary>Turned down: nothing happens to the account, not even to its clock.</summary>
    public Outcome RejectAdjustment(string id)
    {
        asked[id] = Waiting(id) with { Waits = false };
        return new Outcome(Result.Recorded);
    }

    private AskedAdjustment Waiting(string id)
    {
        if (!asked.TryGetValue(id, out var ask))
        {
            throw new RefusedException("unknown_adjustment");
        }
        return ask.Waits ? ask : throw new RefusedException("adjustment_closed");
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
        Judge(a, at);
        Commit();
        return new Outcome(Result.Recorded);
    }

    public Outcome Transfer(
        string id, string fromAccount, string fromOwner, string toAccount, string toOwner, string unit, decimal amount, DateTimeOffset at)
    {
        var from = BeginKnown(fromAccount, at);
        bool same = Resolve(fromAccount) == Resolve(toAccount);
        var to = same ? from : BeginKnown(toAccount, at);
        var n = PositiveUnits(unit, amount);
        var v = VersionNow(from);
        if (v.Transfers == "none" || (v.Transfers == "within-account" && !same))
        {
            throw new RefusedException("transfers_not_allowed");
        }
        if (same && fromOwner == toOwner)
        {
            throw new RefusedException("same_wallet");
        }
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
        Judge(from, from.Clock!.Value);
        if (!same)
        {
            Judge(to, to.Clock!.Value);
        }
        Commit();
        return new Outcome(Result.Recorded);
    }
}
