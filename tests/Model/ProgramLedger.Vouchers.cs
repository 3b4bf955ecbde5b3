namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private readonly Dictionary<string, Voucher> vouchers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> stockTaken = new(StringComparer.Ordinal);
    /// <summary>Bought by a redemption, or won by a grant of an account.</summary>
    private sealed record Voucher(string? Redemption, string Account, DateTimeOffset? ValidUntil, bool Open);

    public Outcome RedeemReward(string id, string account, string owner, string reward, DateTimeOffset at, string? partner)
    {
        var a = BeginKnown(account, at);
        RefuseWhenClosed(a);
        var v = VersionNow(a);
        CheckMayRedeem(v, partner);
        var r = v.Rewards.Find(x => x.Id == reward) ?? throw new RefusedException("unknown_reward");
        if (r.TierIn.Count > 0 && !r.TierIn.Contains(v.Tiers[TierIn(a, v)].Id))
        {
            throw new RefusedException("tier_not_entitled");
        }
        if (stockTaken.GetValueOrDefault(reward) >= r.Stock)
        {
            throw new RefusedException("not_enough_stock");
        }
        var n = PositiveUnits(r.Unit, r.Cost);
        CheckRedeemable(a, v, r.Unit, owner, n, null);
        var outcome = Spend(a, id, owner, r.Unit, n, null, reward, partner);
        if (r.Stock != null)
        {
            stockTaken[reward] = stockTaken.GetValueOrDefault(reward) + 1;
        }
        return outcome;
    }

    /// <summary>A reward whose redemption was wholly reversed by command returns to stock.</summary>
    private void ReturnToStock(Redemption r)
    {
        if (r.Reward != null && r.Amount == r.Restored && stockTaken.GetValueOrDefault(r.Reward) > 0)
        {
            stockTaken[r.Reward] -= 1;
        }
    }

    public Outcome BuyVoucher(
        string id, string account, string owner, string unit, decimal? amount, decimal? value, int? validMonths, DateTimeOffset at,
        string? partner)
    {
        var a = BeginKnown(account, at);
        RefuseFund(unit);
        RefuseWhenClosed(a);
        var v = VersionNow(a);
        CheckMayRedeem(v, partner);
        var n = PositiveUnits(v, unit, amount, value);
        // A voucher that would be worth nothing is not issued.
        if (Worth(v, unit, n).Floor().IsZero)
        {
            throw new RefusedException("no_point_value");
        }
        CheckRedeemable(a, v, unit, owner, n, null);
        var outcome = Spend(a, id, owner, unit, n, null, null, partner);
        vouchers["V-" + id] = new Voucher(id, a.Id, validMonths is { } months ? v.Calendar.AddMonths(a.Clock!.Value, months) : null, true);
        return outcome;
    }

    private (Account Account, Voucher Voucher) OpenVoucher(string code, DateTimeOffset at)
    {
        if (!vouchers.TryGetValue(code, out var voucher))
        {
            throw new RefusedException("unknown_voucher");
        }
        var a = Begin(voucher.Account, at);
        return voucher.Open ? (a, voucher) : throw new RefusedException("voucher_closed");
    }

    /// <summary>Uses a voucher: once, in time, and not if the value that paid for it was given back.</summary>
    public Outcome UseVoucher(string code, DateTimeOffset at)
    {
        var (a, voucher) = OpenVoucher(code, at);
        if (voucher.Redemption is { } bought && a.Redemptions.Find(x => x.Id == bought)!.Restored.Sign > 0)
        {
            throw new RefusedException("voucher_closed");
        }
        if (voucher.ValidUntil <= a.Clock)
        {
            throw new RefusedException("voucher_expired");
        }
        Judge(a, a.Clock!.Value);
        Commit();
        vouchers[code] = voucher with { Open = false };
        return new Outcome(Result.Recorded);
    }

    public Outcome CancelVoucher(string code, DateTimeOffset at)
    {
        var (a, voucher) = OpenVoucher(code, at);
        if (a.Redemptions.Find(x => x.Id == voucher.Redemption) is { } r && r.Restored < r.Amount)
        {
            GiveBack(a, r, r.Amount - r.Restored, a.Clock!.Value);
            PayArrears(a, r.Owner, r.Unit);
        }
        Judge(a, a.Clock!.Value);
        Commit();
        vouchers[code] = voucher with { Open = false };
        return new Outcome(Result.Recorded);
    }
}
