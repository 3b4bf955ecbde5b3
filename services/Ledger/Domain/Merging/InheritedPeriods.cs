using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>
/// Rebate periods that merged accounts had closed. They stay with who closed them (domain.md §4 merge): an order that was in one changes that one by its own
/// difference, and no other period counts it.
/// </summary>
internal static class InheritedPeriods
{
    /// <summary>Brings the closed periods that an order was in, before its account was merged, in line with what it measures now.</summary>
    /// <param name="month">The order's local month.</param>
    /// <param name="now">The posting's effective time.</param>
    public static void Correct(Recorder recorder, Order order, int month, OrderMeasures before, OrderMeasures after, DateTimeOffset now, Cause cause)
    {
        var account = recorder.Account;
        if (account.Inherited.Count == 0) return;
        foreach (var period in account.Inherited.Values.Where(period => month >= period.Months.From && month <= period.Months.To).ToList())
        {
            if (CloserOf(account, order.Snapshot!.AccountId, period.Key) != period.ClosedBy) continue;
            var scope = period.Opened.Scope;
            RebateClose.Settle(recorder, period, period.Basis!.Value + after.NetOf(scope) - before.NetOf(scope), now, cause);
        }
    }

    /// <summary>What the account's measures hold of orders whose period another has closed.</summary>
    public static Exact Counted(Account account, RebatePeriodState own)
    {
        var counted = Exact.Zero;
        foreach (var period in account.Inherited.Values)
        {
            if (period.Key == own.Key && period.Opened.Scope == own.Opened.Scope) counted += period.Basis!.Value;
        }

        return counted;
    }

    // The first account, on the order's way here, that had closed the period when it was merged; null: it is the account's own.
    private static string? CloserOf(Account account, string recordedFor, string period)
    {
        for (var id = recordedFor; id != account.Id;)
        {
            if (account.Inherited.ContainsKey((id, period))) return id;
            if (!account.Aliases.TryGetValue(id, out var into)) return null;
            id = into;
        }

        return null;
    }
}
