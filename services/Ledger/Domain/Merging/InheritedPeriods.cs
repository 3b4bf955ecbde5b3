using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Due;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;

namespace Ledger.Domain.Merging;

/// <summary>
/// Rebate periods that merged accounts had closed. They stay with who closed them (domain.md §4 merge): an order belongs, for a period, to
/// the first account on its way that had closed the period when it was merged, and no other period of that rebate and time counts it,
/// whatever scope each of them has.
/// </summary>
internal static class InheritedPeriods
{
    /// <summary>Brings the closed periods that an order was in, before its account was merged, in line with what it measures now.</summary>
    /// <param name="recorder">Its order is the one that changed.</param>
    /// <param name="month">The order's local month.</param>
    /// <param name="now">The posting's effective time.</param>
    public static void Correct(Recorder recorder, int month, DateTimeOffset now, Cause cause)
    {
        var account = recorder.Account;
        if (account.Inherited.Count == 0) return;
        foreach (var period in account.Inherited.Values.Where(period => month >= period.Months.From && month <= period.Months.To).ToList())
        {
            if (CloserOf(account, recorder.Order.Snapshot!.AccountId, period.Key) == period.ClosedBy)
            {
                RebateClose.Post(recorder, period, now, cause);
            }
        }
    }

    /// <summary>What the orders that belong to a period come to in its scope.</summary>
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

    /// <summary>What the orders recorded for the account itself come to, without those of its aliases.</summary>
    public static Measures OwnMeasures(Account account)
    {
        var own = account.Measures.Clone();
        foreach (var (scope, measure) in account.Aliases.Values.SelectMany(alias => alias.Measures.Cells))
            own.Add(scope, measure.Month, -measure.Net, -measure.Orders);
        return own;
    }

    // The first account, on the order's way here, that had closed the period when it was merged; null: it is the account's own.
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
