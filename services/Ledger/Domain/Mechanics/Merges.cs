using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Merging;
using Ledger.Domain.Spending;
using Ledger.Domain.Versions;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Mechanics;

/// <summary>Merges of two accounts (domain.md §4 merge). The value itself is moved by entries, like any other value.</summary>
internal sealed class Merges : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events =>
    [
        AccountCase.Ignore<PointsMerged>(),
        AccountCase.On<AccountsMerged>(
            (account, merged) => merged.MergedAccountId == account.Id ? MergedInto(account, merged.SurvivorId) : account),
        AccountCase.On<StandingMoved>(Add),
        AccountCase.On<HoldingsMoved>(Add),
        AccountCase.On<MechanicsMoved>(Add),
    ];

    public override IEnumerable<CommandKind> Commands => [new MergeAccountsKind()];

    // The merged account keeps its closed lots and totals as history; everything that later decisions need is the survivor's.
    private static Account MergedInto(Account account, string survivor) => account with
    {
        MergedInto = survivor,
        Orders = 0,
        FirstOrderAt = null,
        Tier = null,
        TierSince = default,
        GraceUntil = null,
        ReviewedAt = null,
        Measures = new Measures(),
        Rebates = VersionedTable.Empty<string, RebatePeriodState>(),
        Inherited = VersionedTable.Empty<InheritedPeriod, RebatePeriodState>(),
        Aliases = WithoutMeasures(account.Aliases),
        Spending = new AccountSpending(),
        Mechanics = AccountMechanics.Empty,
    };

    private static VersionedTable<string, Alias> WithoutMeasures(VersionedTable<string, Alias> aliases)
    {
        foreach (var alias in aliases.Values.ToList()) aliases = aliases.Set(alias.Id, alias with { Measures = new Measures() });
        return aliases;
    }

    private static Account Add(Account account, StandingMoved moved)
    {
        var measures = account.Measures.Clone();
        foreach (var scope in moved.Scopes) measures.Add(scope.Scope, scope.Months);
        foreach (var month in moved.Points) measures.AddPoints(month.Month, month.Points);
        var (rebates, inherited, aliases) = (account.Rebates, account.Inherited, account.Aliases);
        foreach (var opened in moved.OpenPeriods)
        {
            var period = new RebatePeriodState(opened);
            if (!rebates.Has(period.Key)) rebates = rebates.Set(period.Key, period);
        }

        foreach (var closed in moved.ClosedPeriods)
        {
            var period = new RebatePeriodState(closed.Period, closed.AccountId) { Basis = closed.Basis, Amount = closed.Amount };
            inherited = inherited.Set(new InheritedPeriod(closed.AccountId, period.Key), period);
        }

        foreach (var alias in moved.Aliases)
        {
            var own = new Measures();
            foreach (var scope in alias.Scopes) own.Add(scope.Scope, scope.Months);
            aliases = aliases.Set(alias.AccountId, new Alias(alias.AccountId, alias.Into, own));
        }

        var next = account with
        {
            Orders = account.Orders + moved.Orders,
            FirstOrderAt =
                account.FirstOrderAt is null || moved.FirstOrderAt < account.FirstOrderAt ? moved.FirstOrderAt : account.FirstOrderAt,
            Measures = measures,
            Rebates = rebates,
            Inherited = inherited,
            Aliases = aliases,
        };
        return moved.Tier is { } tier
            ? next with { Tier = tier.Tier, TierSince = tier.Since, GraceUntil = tier.GraceUntil, ReviewedAt = tier.ReviewedAt }
            : next;
    }

    private static Account Add(Account account, HoldingsMoved moved)
    {
        var (lots, opened, spending) = (account.Lots, account.LotsOpened, account.Spending);
        foreach (var lot in moved.Lots)
        {
            lots = lots.Set(new Lot(
                    lot.Lot, new WalletKey(lot.Owner, lot.Unit), lot.Activity is { } activity ? Lot.OfActivity(activity) : lot.Order,
                    lot.Rebate, lot.ExpiresAt)
            {
                Fund = lot.Fund,
                NoticedAt = lot.NoticedAt,
                ActivatesAt = lot.ActivatesAt,
                ExtendedTo = lot.ExtendedTo,
                Spent = lot.Spent,
                Expired = lot.Expired,
                Owed = lot.Owed,
                Waived = lot.Waived,
            });
            opened = lot.Lot;
        }

        foreach (var hold in moved.Holds)
        {
            spending = spending.Set(new Hold(hold.HoldId, new WalletKey(hold.Owner, hold.Unit), hold.Order, hold.ExpiresAt, hold.Number)
            {
                State = HoldStateNames.Of(hold.State),
                Lots = hold.Lots,
                PartnerId = hold.PartnerId,
            });
        }

        foreach (var one in moved.Redemptions)
        {
            spending = spending.Set(new Redemption(one.RedemptionId, new WalletKey(one.Owner, one.Unit), one.Order, one.Reward, one.Number)
            {
                OrderNet = one.OrderNet,
                PartnerId = one.PartnerId,
                Lots = [.. one.Lots.Select(part => new Allocation(part.Lot, part.Amount, part.Restored))],
            });
        }

        foreach (var one in moved.Adjustments)
        {
            spending = spending.Set(new Adjustment(
                    one.AdjustmentId, new WalletKey(one.Owner, one.Unit), one.Amount, one.Reason, one.RequestedBy, one.RequestedAt,
                    AdjustmentStateNames.Of(one.State)));
        }

        foreach (var one in moved.Vouchers)
        {
            spending = spending.Set(
                new Voucher(one.Code, one.RedemptionId, one.Value, one.ValidUntil, VoucherStateNames.Of(one.State)));
        }
        return account with { Lots = lots, LotsOpened = opened, Spending = spending };
    }

    private static Account Add(Account account, MechanicsMoved moved)
    {
        var mechanics = account.Mechanics;
        var (activities, recorded, terms, bought, grants, claims, issued) = (
            mechanics.Activities, mechanics.ActivitiesRecorded, mechanics.Terms, mechanics.TermsBought, mechanics.Grants, mechanics.Claims,
            mechanics.Issued);
        foreach (var one in moved.Activities)
        {
            activities = activities.Set(one.ActivityId, new RecordedActivity(
                    one.ActivityId, one.Activity, one.CompletedAt, one.Month, one.Number, one.ProgramVersion, one.Owners, one.Rules,
                    one.ContactId, one.PartnerId, one.Score, one.IsRevoked));
            recorded = Math.Max(recorded, one.Number);
        }

        foreach (var one in moved.Terms)
        {
            var term = new Term(one.PurchaseId, one.Membership, one.PurchasedAt, one.Months, one.Start, one.End, one.RefundedAt);
            terms = terms.Set(one.PurchaseId, new PurchasedTerm(term, one.Number, one.HasStarted, one.HasEnded));
            bought = Math.Max(bought, one.Number);
        }

        foreach (var one in moved.Grants)
        {
            grants = grants.Set(one.GrantId, new Grant(
                    one.GrantId, one.Rule, one.Number, one.Reward, GrantStateNames.Of(one.State), one.Period, one.Voucher));
        }
        foreach (var one in moved.Claims)
        {
            claims = claims.Set(one.ClaimId, new Claim(
                    one.ClaimId, one.Fund, one.Amount, one.Activity, one.Proofs, one.Reason, one.RequestedBy, one.RequestedAt,
                    ClaimStateNames.Of(one.State), one.ExpiresAt));
        }

        foreach (var one in moved.Milestones) issued = issued.SetItem(one.Milestone, issued.GetValueOrDefault(one.Milestone) + one.Issued);
        var measures = account.Measures.Clone();
        foreach (var month in moved.PointsOfActivities) measures.AddPointsOfActivities(month.Month, month.Points);
        return account with
        {
            Measures = measures,
            Mechanics = mechanics with
            {
                Activities = activities,
                ActivitiesRecorded = recorded,
                Terms = terms,
                TermsBought = bought,
                Grants = grants,
                Claims = claims,
                Issued = issued,
            },
        };
    }
}
