using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Tables;

namespace Ledger.Projections.Host.Tailing;

/// <summary>
/// The part of <see cref="Fold"/> about spending and the mechanics of mechanics.md. Rows of holds, vouchers, activities, terms, grants and
/// claims are found by their ids, which are unique in a program. They stay with the account they were recorded for, so a merge does not
/// change them.
/// </summary>
internal sealed class MechanicsFold(ViewTables tables)
{
    /// <summary>Requests the rows that an event of an account is about.</summary>
    /// <param name="isNew">Whether the account began after these tables were opened, so that it has no stored rows.</param>
    public void Want(string program, EventData seen, long account, bool isNew)
    {
        switch (seen)
        {
            case ActivityData activity:
                tables.Activities.Begin(new ActivityRowKey(program, activity.ActivityId));
                break;
            case RevocationData revocation:
                tables.Activities.Want(new ActivityRowKey(program, revocation.ActivityId));
                break;
            case PurchaseData purchase:
                tables.Terms.Begin(new TermRowKey(program, purchase.PurchaseId));
                break;
            case RefundData refund:
                tables.Terms.Want(new TermRowKey(program, refund.PurchaseId));
                foreach (var term in refund.Terms) tables.Terms.Want(new TermRowKey(program, term.PurchaseId));
                break;
            case SegmentEnteredData or SegmentLeftData or PerkGainedData or PerkLostData or LoyaltyData:
                tables.Members.Want(new MemberRowKey(account), isNew);
                break;
            case GrantData grant:
                tables.Grants.Begin(new GrantRowKey(program, grant.GrantId));
                break;
            case GrantDecisionData decision:
                tables.Grants.Want(new GrantRowKey(program, decision.GrantId));
                break;
            case ClaimData claim:
                tables.Claims.Begin(new ClaimRowKey(program, claim.ClaimId));
                break;
            case ClaimChangeData change:
                tables.Claims.Want(new ClaimRowKey(program, change.ClaimId));
                break;
            case VoucherData voucher:
                tables.Vouchers.Begin(new VoucherRowKey(program, voucher.Code));
                break;
            case VoucherEndData end:
                tables.Vouchers.Want(new VoucherRowKey(program, end.Code));
                break;
            case AdjustmentRequestData request:
                tables.Adjustments.Begin(new AdjustmentRowKey(program, request.AdjustmentId));
                break;
            case AdjustmentDecisionData decision:
                tables.Adjustments.Want(new AdjustmentRowKey(program, decision.AdjustmentId));
                break;
        }
    }

    /// <summary>Requests the row of the adjustment or hold that an entry belongs to.</summary>
    public void WantOfEntry(string program, EntryData entry)
    {
        switch (entry)
        {
            case AdjustedData adjusted:
                tables.Adjustments.Want(new AdjustmentRowKey(program, adjusted.AdjustmentId));
                break;
            case HeldData held when HoldView.Concerns(held):
                tables.Holds.Begin(new HoldRowKey(program, held.HoldId));
                break;
            case HoldEntryData end when HoldView.Concerns(end):
                tables.Holds.Want(new HoldRowKey(program, end.HoldId));
                break;
        }
    }

    /// <summary>Applies an entry to the adjustment or hold that it belongs to.</summary>
    /// <param name="account">Number of the entry's account.</param>
    public void ApplyEntry(TailedEvent tailed, EntryData entry, long account)
    {
        switch (entry)
        {
            case AdjustedData adjusted:
                var slot = tables.Adjustments[new AdjustmentRowKey(tailed.Program, adjusted.AdjustmentId)];
                if (slot.Row is null) tables.Adjustments.Put(slot, AdjustmentView.Open(adjusted, account, tailed.Position));
                break;
            case HeldData held when HoldView.Concerns(held):
                tables.Holds.Put(tables.Holds[new HoldRowKey(tailed.Program, held.HoldId)], HoldView.Open(held, account, tailed.Position));
                break;
            case HoldEntryData end when HoldView.Concerns(end):
                Change(tables.Holds, new HoldRowKey(tailed.Program, end.HoldId), end, HoldView.Apply);
                break;
        }
    }

    /// <summary>Requests the rows that an event of the program is about.</summary>
    public void WantOfProgram(string program, EventData seen)
    {
        switch (seen)
        {
            case ChallengeCloseData close:
                tables.Challenges.Want(new ChallengeRowKey(program, close.Challenge, close.Period));
                break;
            case AnnouncementData announcement:
                tables.Draws.Want(new DrawRowKey(program, announcement.Draw));
                break;
            case DrawData draw:
                tables.Draws.Want(new DrawRowKey(program, draw.Draw));
                break;
        }
    }

    /// <summary>Applies an event of an account; returns the account's row after it.</summary>
    public AccountRow Apply(TailedEvent tailed, AccountRow account)
    {
        var program = tailed.Program;
        switch (tailed.Seen)
        {
            case ActivityData activity:
                return Activity(tailed, account, activity);
            case RevocationData revocation:
                Revocation(tailed, account, revocation);
                break;
            case MechanicsMovedData moved:
                foreach (var month in moved.PointsOfActivities) Points(account, month.Month, month.Points);
                break;
            case OpeningData opening:
                return AccountView.Begin(account, opening.EffectiveAt);
            case PurchaseData purchase:
                tables.Terms.Put(
                    tables.Terms[new TermRowKey(program, purchase.PurchaseId)], TermView.Open(purchase, account.Number, tailed.Position));
                return AccountView.Begin(account, purchase.PurchasedAt);
            case RefundData refund:
                Change(tables.Terms, new TermRowKey(program, refund.PurchaseId), refund, TermView.Apply);
                foreach (var term in refund.Terms)
                {
                    Change(tables.Terms, new TermRowKey(program, term.PurchaseId), term, TermView.Apply);
                }

                break;
            case SegmentEnteredData or SegmentLeftData or PerkGainedData or PerkLostData or LoyaltyData:
                var member = tables.Members[new MemberRowKey(account.Number)];
                var judged = MemberView.Apply(member.Row ?? MemberRow.Empty, (AccountEventData)tailed.Seen);
                tables.Members.Put(member, judged);
                if (tailed.Seen is SegmentEnteredData or SegmentLeftData)
                {
                    tables.AccountMonths.Change(program, account.Number, judged.Segments, AccountMonths.WithSegments);
                }

                break;
            case GrantData grant:
                tables.Grants.Put(
                    tables.Grants[new GrantRowKey(program, grant.GrantId)], GrantView.Open(grant, account.Number, tailed.Position));
                break;
            case GrantDecisionData decision:
                Change(tables.Grants, new GrantRowKey(program, decision.GrantId), decision, GrantView.Apply);
                break;
            case ClaimData claim:
                tables.Claims.Put(
                    tables.Claims[new ClaimRowKey(program, claim.ClaimId)], ClaimView.Open(claim, account.Number, tailed.Position));
                break;
            case ClaimChangeData change:
                Change(tables.Claims, new ClaimRowKey(program, change.ClaimId), change, ClaimView.Apply);
                break;
            case VoucherData voucher:
                tables.Vouchers.Put(
                    tables.Vouchers[new VoucherRowKey(program, voucher.Code)], VoucherView.Open(voucher, account.Number, tailed.Position));
                break;
            case VoucherEndData end:
                Change(tables.Vouchers, new VoucherRowKey(program, end.Code), end, VoucherView.Apply);
                break;
            case AdjustmentRequestData request:
                tables.Adjustments.Put(
                    tables.Adjustments[new AdjustmentRowKey(program, request.AdjustmentId)],
                    AdjustmentView.Open(request, account.Number, tailed.Position));
                break;
            case AdjustmentDecisionData decision:
                Change(tables.Adjustments, new AdjustmentRowKey(program, decision.AdjustmentId), decision, AdjustmentView.Apply);
                break;
        }

        return account;
    }

    /// <summary>Adds a move of points to the settlement of its partner and local month.</summary>
    public void Settle(string program, int month, LotMove move)
    {
        if (!PartnerView.Concerns(move)) return;
        foreach (var change in PartnerView.Changes(move))
        {
            tables.PartnerMonths.Add(new PartnerMonthRowKey(program, change.Partner, month), change);
        }
    }

    /// <summary>Applies an event of the program.</summary>
    public void ApplyToProgram(TailedEvent tailed)
    {
        switch (tailed.Seen)
        {
            case ChallengeCloseData close:
                var closed = tables.Challenges[new ChallengeRowKey(tailed.Program, close.Challenge, close.Period)];
                tables.Challenges.Put(closed, ContestView.Of(close, tailed.Position));
                break;
            case AnnouncementData announcement:
                tables.Draws.Put(tables.Draws[new DrawRowKey(tailed.Program, announcement.Draw)], ContestView.Of(announcement));
                break;
            case DrawData draw:
                Change(
                    tables.Draws, new DrawRowKey(tailed.Program, draw.Draw), (Draw: draw, tailed.Position),
                    static (row, held) => ContestView.Hold(row, held.Draw, held.Position));
                break;
        }
    }

    private AccountRow Activity(TailedEvent tailed, AccountRow account, ActivityData activity)
    {
        var slot = tables.Activities[new ActivityRowKey(tailed.Program, activity.ActivityId)];
        var row = ActivityView.Open(activity, account.Number, tailed.Position);
        tables.Activities.Put(slot, row);
        Points(account, row.Month, row.Points);
        return AccountView.Begin(account, activity.CompletedAt);
    }

    // After a merge the revocation is an event of the survivor, and the points are taken from the survivor's months.
    private void Revocation(TailedEvent tailed, AccountRow account, RevocationData revocation) => Change(
        tables.Activities, new ActivityRowKey(tailed.Program, revocation.ActivityId), tailed.Position, (row, position) =>
        {
            Points(account, row.Month, -row.Points);
            return ActivityView.Revoke(row, position);
        });

    private void Points(AccountRow account, int month, long points)
    {
        if (points != 0) tables.ActivityPoints.Add(new MonthPointsRowKey(account.Number, month), points);
    }

    // Changes a row by a value that is passed on to the change. If the lambda captured the value instead, memory for the captured values
    // would be allocated for every event, whatever its case.
    private static void Change<TKey, TRow, T>(RowTable<TKey, TRow> table, TKey key, T given, Func<TRow, T, TRow> change)
        where TKey : struct, IEquatable<TKey>
        where TRow : class
    {
        var slot = table[key];
        table.Put(slot, change(slot.Row ?? throw new InvalidOperationException($"{key} was changed and never recorded."), given));
    }
}
