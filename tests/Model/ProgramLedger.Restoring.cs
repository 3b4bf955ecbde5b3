using System.Numerics;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
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
        Judge(a, a.Clock!.Value);
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
        Settle(r.Partner, r.Unit, at, "redemption-reversed", amount);
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
            if (!a.Closed && !(lot.OriginalExpireAt <= at))
            {
                lot.Free += n;
            }
            else if (a.Closed || graceDays == 0)
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

    /// <summary>
    /// After a return or a lower amendment of an order paid with points: gives value back until the due share is given back in total.
    /// </summary>
    private void RestoreRedeemed(Account a, OrderState s, DateTimeOffset at)
    {
        if (!(VersionAt(at) ?? versions[0]).RestoreOnReturn)
        {
            return;
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
            var share = Rational.Zero;
            foreach (var r in a.Redemptions)
            {
                if (r.Order == s.Key && r.Owner == owner && r.Unit == unit)
                {
                    redeemed += r.Amount;
                    if (r.PaidNet > s.Net)
                    {
                        share += Rational.From(r.Amount) * (r.PaidNet - s.Net) / r.PaidNet;
                    }
                    restored += r.Restored;
                }
            }
            var due = s.NothingRemains ? redeemed : share.Floor();
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
