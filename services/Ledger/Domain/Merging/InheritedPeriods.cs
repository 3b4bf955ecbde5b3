using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Due;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;

namespace Ledger.Domain.Merging;

/// <summary>
/// Rebate periods that merged accounts had closed. A closed period stays with the account that closed it (domain.md §4 merge). An order is
/// counted for one account only: following the merges from the account it was recorded for, the first that had closed the period when it
/// was merged, else the survivor. This holds whatever scope each of these periods has.
/// </summary>
internal static class InheritedPeriods
{
    /// <summary>Corrects the periods, closed by merged accounts, that count an order which has changed.</summary>
    /// <param name="recorder">Takes the events; its order is the one that changed.</param>
    /// <param name="month">The order's local month.</param>
    /// <param name="now">The posting's effective time.</param>
    public static void Correct(Recorder recorder, int month, DateTimeOffset now, Cause cause)
    {
        var account = recorder.Account;
        if (account.Inherited.Count == 0) return;
        foreach (var period in account.Inherited.Values.ToList())
        {
            if (period.Months.Has(month) && CloserOf(account, recorder.Order.Snapshot!.AccountId, period.Key) == period.ClosedBy)
            {
                RebateClose.Post(recorder, period, now, cause);
            }
        }
    }

    /// <summary>The basis of a period: the net, in its scope, of the orders that are counted for it. Money, exact.</summary>
    public static Exact Basis(Account account, RebatePeriodState period)
    {
        var (scope, months) = (period.Opened.Scope, period.Months);
        var basis = period.ClosedBy is null ? WindDownRules.CountedSpend(account.Measures, scope, months) : Exact.Zero;
        foreach (var alias in account.Aliases.Values)
        {
            var closer = CloserOf(account, alias.Id, period.Key);
            if (period.ClosedBy is null && closer is not null) basis -= WindDownRules.CountedSpend(alias.Measures, scope, months);
            else if (period.ClosedBy is not null && closer == period.ClosedBy)
            {
                basis += WindDownRules.CountedSpend(alias.Measures, scope, months);
            }
        }

        return basis;
    }

    /// <summary>The sums of the orders that were recorded for the account itself, without those of its aliases.</summary>
    public static Measures OwnMeasures(Account account)
    {
        var own = account.Measures.Clone();
        foreach (var (scope, measure) in account.Aliases.Values.SelectMany(alias => alias.Measures.Cells))
            own.Add(scope, measure.Month, -measure.Net, -measure.Orders);
        return own;
    }

    // Follows the merges from the account that an order was recorded for: the first account that had closed the period when it was merged.
    // Null when none had, so that the order counts for the account itself.
    private static string? CloserOf(Account account, string recordedFor, string period)
    {
        for (var id = recordedFor; id != account.Id;)
        {
            if (account.Inherited.Has(new InheritedPeriod(id, period))) return id;
            if (account.Aliases.Find(id) is not { } alias) return null;
            id = alias.Into;
        }

        return null;
    }
}
