using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Mechanics;

/// <summary>Paid memberships: their terms begin, end, follow each other and move when one is refunded (mechanics.md §3).</summary>
internal sealed class Memberships : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events =>
    [
        AccountCase.On<MembershipRecorded>(Recorded),
        AccountCase.On<RefundRecorded>(Refunded),
        AccountCase.On<MembershipStarted>(
            (account, started) => With(account, account.Mechanics.Terms[started.PurchaseId] with { HasStarted = true })),
        AccountCase.On<MembershipEnded>((account, ended) => Ended(account, ended.PurchaseId)),
    ];

    public override IEnumerable<DueKind> Due => [new TermEnd(), new TermStart()];

    private static Account Recorded(Account account, MembershipRecorded recorded)
    {
        var mechanics = account.Mechanics;
        var number = mechanics.TermsBought + 1;
        var term = new Term(
            recorded.PurchaseId, recorded.Membership, recorded.PurchasedAt, recorded.Months, recorded.Start, recorded.End);
        return Activities.WithFirstTier(account, recorded.PurchasedAt) with
        {
            Mechanics = mechanics with
            {
                Terms = mechanics.Terms.Set(term.PurchaseId, new PurchasedTerm(term, number)),
                TermsBought = number,
            },
        };
    }

    private static Account Refunded(Account account, RefundRecorded refunded)
    {
        var terms = account.Mechanics.Terms;
        foreach (var moved in refunded.Terms)
        {
            var before = terms[moved.PurchaseId];
            terms = terms.Set(moved.PurchaseId, before with { Term = before.Term with { Start = moved.Start, End = moved.End } });
        }

        var bought = terms[refunded.PurchaseId];
        var first = bought.Term.RefundedAt is { } known && known < refunded.OccurredAt ? known : refunded.OccurredAt;
        return account with
        {
            Mechanics = account.Mechanics with
            {
                Terms = terms.Set(refunded.PurchaseId, bought with { Term = bought.Term with { RefundedAt = first } }),
            },
        };
    }

    private static Account With(Account account, PurchasedTerm bought) =>
        account with { Mechanics = account.Mechanics with { Terms = account.Mechanics.Terms.Set(bought.Term.PurchaseId, bought) } };

    // A membership ends once, with its last term: earlier terms that ran into later ones are marked as ended with it.
    private static Account Ended(Account account, string purchaseId)
    {
        var last = account.Mechanics.Terms[purchaseId];
        foreach (var bought in account
            .Mechanics.Terms.Values.Where(one => one.Term.Membership == last.Term.Membership && one.Term.End <= last.Term.End)
            .ToList())
        {
            account = With(account, bought with { HasEnded = true });
        }

        return account;
    }
}

/// <summary>
/// The end of a term that no other term of the membership follows. A term that never started (it was refunded to nothing) ends without an
/// event.
/// </summary>
internal sealed class TermEnd : DueKind
{
    public override DateTimeOffset? NextAt(ProgramCatalog catalog, Account account) => Next(account)?.Term.End;

    public override void CarryOut(Recorder recorder, DateTimeOffset at)
    {
        var account = recorder.Account;
        var term = Next(account)!.Term;
        recorder.Emit(
            new MembershipEnded(account.Program, account.Id, term.Membership, term.PurchaseId, recorder.WhenDue(at), recorder.RecordedAt));
    }

    private static PurchasedTerm? Next(Account account) =>
        account.Mechanics.Terms.Count == 0 ? null : Next(account.Mechanics, account.Mechanics.TermsInOrder);

    private static PurchasedTerm? Next(AccountMechanics mechanics, IReadOnlyList<Term> terms) => mechanics.Terms.Values
        .Where(bought => bought is { HasEnded: false, HasStarted: true } && !MembershipTerms.IsFollowed(terms, bought.Term))
        .OrderBy(bought => bought.Term.End).ThenBy(bought => bought.Number).FirstOrDefault();
}

/// <summary>The start of a term.</summary>
internal sealed class TermStart : DueKind
{
    public override DateTimeOffset? NextAt(ProgramCatalog catalog, Account account) => Next(account)?.Term.Start;

    public override void CarryOut(Recorder recorder, DateTimeOffset at)
    {
        var account = recorder.Account;
        var term = Next(account)!.Term;
        recorder.Emit(
            new MembershipStarted(
                account.Program, account.Id, term.Membership, term.PurchaseId, term.Start, term.End, recorder.WhenDue(at),
                recorder.RecordedAt)
        );
    }

    private static PurchasedTerm? Next(Account account)
    {
        if (account.Mechanics.Terms.Count == 0) return null;
        return account.Mechanics.Terms.Values
            .Where(bought => bought is { HasEnded: false, HasStarted: false } && bought.Term.End > bought.Term.Start)
            .OrderBy(bought => bought.Term.Start).ThenBy(bought => bought.Number).FirstOrDefault();
    }
}
