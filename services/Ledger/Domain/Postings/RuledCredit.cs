using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Budgets;
using Ledger.Domain.Mechanics;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Postings;

/// <summary>
/// Posts the difference when the rules' result for an order or activity changes, within the program's budget (domain.md §4, mechanics.md
/// §11).
/// </summary>
internal static class RuledCredit
{
    /// <param name="recorder">Takes the entries.</param>
    /// <param name="target">The wallet, lots and dates of the credit.</param>
    /// <param name="last">The rules' result before; 0 for the first time.</param>
    /// <param name="ruled">The rules' result now.</param>
    /// <param name="version">The version whose rules give it.</param>
    /// <param name="fact">The fact that changes it.</param>
    /// <param name="components">How the rules computed the result.</param>
    public static void Change(
        Recorder recorder, CreditTarget target, decimal last, decimal ruled, ProgramVersion version, RecordedFact fact,
        IReadOnlyList<Component>? components)
    {
        if (last == ruled) return;
        var posting = fact.Posting(version);
        if (recorder.Budget is null)
        {
            if (ruled > last) Credit.Post(recorder, target, ruled - last, posting, components);
            else Reversal.Post(recorder, target, last - ruled, version.Points.Negative, posting);
            return;
        }

        ChangeWithinBudget(recorder, target, last, ruled, version, posting, components);
    }

    private static void ChangeWithinBudget(
        Recorder recorder, CreditTarget target, decimal last, decimal ruled, ProgramVersion version, PostingContext posting,
        IReadOnlyList<Component>? components)
    {
        var budget = new BudgetAccount(recorder, posting.At);
        var waived = target.Existing.Count > 0 ? target.Existing[0].Waived : 0;
        var granted = target.Existing.Sum(lot => lot.Pending + lot.Unheld + lot.Held + lot.Spent + lot.Expired - lot.Owed) - waived;
        var change = budget.Change(target.Wallet.Unit, last, ruled, granted, waived);
        if (change.TakenBack > 0)
        {
            Reversal.Post(recorder, target, change.TakenBack, version.Points.Negative, posting);
        }

        var credit = change.SetOff + change.Credited;
        if (credit == 0) return;
        var shown = change.Cut == 0 ? components : [.. components ?? [], BudgetRules.Shown(credit + change.Cut, credit)];
        budget.Credit(() => Credit.Post(recorder, target, credit, posting, shown));
    }

    /// <summary>
    /// Credits a prize or a reward, which nothing changes afterwards, in a lot that is active at once (mechanics.md §4, §8, §9).
    /// </summary>
    /// <param name="rule">The milestone, challenge or draw. A draw's prizes do not use the budget.</param>
    public static void Once(
        Recorder recorder, string unit, decimal amount, string rule, ProgramVersion version, Cause cause, DateTimeOffset now)
    {
        var budget = recorder.Budget is null || !cause.DrawsOnBudget() ? null : new BudgetAccount(recorder, now);
        var credited = budget is null ? amount : budget.Change(unit, 0, amount, 0, 0).Credited;
        if (credited == 0) return;
        List<Component> components = [new Component(rule, Exact.One, amount, amount)];
        if (credited < amount) components.Add(BudgetRules.Shown(amount, credited));
        if (budget is null) Post();
        else budget.Credit(Post);

        void Post() => Credit.Active(
                recorder, new WalletKey(WalletOwners.Account, unit), credited, version.Calendar.ExpiryOf(now, version.Points.Expiry),
                new PostingContext(cause, version.Version, now), components);
    }
}
