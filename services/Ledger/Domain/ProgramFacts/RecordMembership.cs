using Ledger.Contracts.V1;
using Ledger.Domain.Due;
using Ledger.Domain.Mechanics;
using Ledger.Domain.Orders;
using Ledger.Domain.Postings;
using Ledger.Rules.Domain.Mechanics;

namespace Ledger.Domain.ProgramFacts;

/// <summary>Records a purchase of a membership and the term it gives (mechanics.md §3).</summary>
internal static class RecordMembership
{
    public static Outcome Decide(Recorder recorder, MembershipPurchased purchased, string hash)
    {
        var version = recorder.Catalog.VersionForOrder(purchased.PurchasedAt);
        if (version is null)
        {
            return Outcome.Reject(Refusals.NoVersionEffective, $"No version of program {purchased.Program} is effective at purchasedAt.");
        }
        if (version.MembershipOf(purchased.Membership) is not { } membership)
        {
            return Outcome.Reject(Refusals.UnknownMembership, $"The program has no membership {purchased.Membership}.");
        }

        if (purchased.Currency is { } currency && currency != version.Currency)
        {
            return Outcome.Reject(
                Refusals.CurrencyMismatch, $"The program's currency is {version.Currency}; a membership is bought in it.");
        }

        var now = recorder.NotBefore(purchased.PurchasedAt);
        DueWork.CarryOut(recorder, now);
        var before = recorder.Account;
        var term = MembershipTerms.Next(
            version.Calendar, before.Mechanics.TermsInOrder, membership, purchased.PurchaseId, purchased.PurchasedAt);
        recorder.EmitForFact(new MembershipRecorded(
                purchased.Program, before.Id, term.PurchaseId, term.Membership, term.PurchasedAt, term.Months, term.Start, term.End,
                version.Version, hash, now, recorder.RecordedAt, purchased.Price, purchased.Currency, purchased.OrderRef,
                MembershipTerms.FeeVariance(membership, purchased.Price)));
        new RecordedFact(RecordedFactKind.MembershipPurchased, before, null, now, new Cause(CauseKindNames.Membership)).Follow(recorder);
        return Outcome.Recorded;
    }
}

/// <summary>
/// Records a refund: its term ends, and later terms of the membership move to an earlier start (mechanics.md §3). What orders earned under
/// the term stays.
/// </summary>
internal static class RecordRefund
{
    public static Outcome Decide(Recorder recorder, MembershipRefunded refunded, string hash)
    {
        var now = recorder.NotBefore(refunded.RefundedAt);
        DueWork.CarryOut(recorder, now);
        var before = recorder.Account;
        var terms = before.Mechanics.TermsInOrder;
        var after = MembershipTerms.Refund(
            recorder.Catalog.VersionForDueWork(now).Calendar, terms, refunded.PurchaseId, refunded.RefundedAt);
        var moved = after
            .Where((term, i) => term.Start != terms[i].Start || term.End != terms[i].End)
            .Select(term => new TermMoved(term.PurchaseId, term.Start, term.End));
        recorder.EmitForFact(new RefundRecorded(
                refunded.Program, before.Id, refunded.PurchaseId, refunded.Reason, refunded.RefundedAt, [.. moved], hash, now,
                recorder.RecordedAt));
        var cause = new Cause(CauseKindNames.Refund, Reason: refunded.Reason);
        new RecordedFact(RecordedFactKind.MembershipRefunded, before, null, now, cause).Follow(recorder);
        return Outcome.Recorded;
    }
}
