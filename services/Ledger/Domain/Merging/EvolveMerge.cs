using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Ledger.Domain;

/// <summary>The part of <see cref="Evolve"/> for accounts that become one. The value itself moves like any other, by its entries.</summary>
internal static class EvolveMerge
{
    /// <summary>Whether it was an event of a merge that moves no value.</summary>
    public static bool Took(Account account, IAccountEvent happened)
    {
        switch (happened)
        {
            case AccountsMerged merged:
                if (merged.MergedAccountId == account.Id) Leave(account, merged.SurvivorId);
                return true;
            case StandingMoved standing:
                Add(account, standing);
                return true;
            case HoldingsMoved holdings:
                foreach (var lot in holdings.Lots) Open(account, lot);
                Keep(account.Spending, holdings);
                return true;
            default:
                return false;
        }
    }

    // Its closed lots and its totals stay as its history; everything that is still to be decided is the survivor's.
    private static void Leave(Account account, string survivor)
    {
        account.MergedInto = survivor;
        (account.Orders, account.FirstOrderAt) = (0, null);
        (account.Tier, account.TierSince, account.GraceUntil, account.ReviewedAt) = (null, default, null, null);
        account.Measures = new Measures();
        account.Rebates.Clear();
        account.Inherited.Clear();
        account.AliasMeasures.Clear();
        account.Spending.Leave();
    }

    private static void Add(Account account, StandingMoved moved)
    {
        account.Orders += moved.Orders;
        if (account.FirstOrderAt is null || moved.FirstOrderAt < account.FirstOrderAt) account.FirstOrderAt = moved.FirstOrderAt;
        foreach (var scope in moved.Scopes) account.Measures.Add(scope.Scope, scope.Months);
        foreach (var month in moved.Points) account.Measures.AddPoints(month.Month, month.Points);
        foreach (var opened in moved.OpenPeriods)
        {
            var period = new RebatePeriodState(opened);
            account.Rebates.TryAdd(period.Key, period);
        }

        foreach (var closed in moved.ClosedPeriods)
        {
            var period = new RebatePeriodState(closed.Period, closed.AccountId) { Basis = closed.Basis, Amount = closed.Amount };
            account.Inherited[(closed.AccountId, period.Key)] = period;
        }

        foreach (var alias in moved.Aliases)
        {
            account.Aliases[alias.AccountId] = alias.Into;
            var measures = account.AliasMeasures[alias.AccountId] = new Measures();
            foreach (var scope in alias.Scopes) measures.Add(scope.Scope, scope.Months);
        }

        if (moved.Tier is { } tier) (account.Tier, account.TierSince, account.GraceUntil, account.ReviewedAt) = (tier.Tier, tier.Since, tier.GraceUntil, tier.ReviewedAt);
    }

    private static void Open(Account account, LotMoved moved)
    {
        account.Lots.Open(new Lot(moved.Lot, new WalletKey(moved.Owner, moved.Unit), moved.Order, moved.Rebate, moved.ExpiresAt)
        {
            ActivatesAt = moved.ActivatesAt,
            ExtendedTo = moved.ExtendedTo,
            Spent = moved.Spent,
            Expired = moved.Expired,
            Owed = moved.Owed,
            Waived = moved.Waived,
        });
        account.LotsOpened = moved.Lot;
    }

    private static void Keep(SpendBook book, HoldingsMoved moved)
    {
        foreach (var hold in moved.Holds)
        {
            book.Set(new Hold(hold.HoldId, new WalletKey(hold.Owner, hold.Unit), hold.Order, hold.ExpiresAt, hold.Number) { State = hold.State, Lots = hold.Lots });
        }

        foreach (var one in moved.Redemptions)
        {
            book.Set(new Redemption(one.RedemptionId, new WalletKey(one.Owner, one.Unit), one.Order, one.Reward, one.Number)
            {
                Lots = [.. one.Lots.Select(part => new Allocation(part.Lot, part.Amount, part.Restored))],
            });
        }

        foreach (var one in moved.Adjustments)
        {
            book.Set(new Adjustment(one.AdjustmentId, new WalletKey(one.Owner, one.Unit), one.Amount, one.Reason, one.RequestedBy, one.RequestedAt, one.State));
        }

        foreach (var one in moved.Vouchers) book.Set(new Voucher(one.Code, one.RedemptionId, one.Value, one.ValidUntil, one.State));
    }
}
