using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Budgets;

/// <summary>How far a period of a budget is used (mechanics.md §11).</summary>
/// <param name="Period">2011-07, 2011-Q3, 2011 or lifetime.</param>
/// <param name="Start">Its first instant; null for lifetime.</param>
/// <param name="End">Its end, exclusive; null for lifetime.</param>
/// <param name="ProgramVersion">
/// The version that amount and period come from: the one in force at the period's last instant, or now while it runs.
/// </param>
/// <param name="Amount">Money.</param>
/// <param name="Used">
/// What the period's credits cost, less what was taken back in it: money, exact. Below 0 where more was taken back than credited.
/// </param>
/// <param name="Remaining">What may still be credited in it: money, exact, 0 or more.</param>
public sealed record BudgetPeriodUse(
    string Period, DateTimeOffset? Start, DateTimeOffset? End, int ProgramVersion, Exact Amount, Exact Used, Exact Remaining);

/// <summary>Reports the periods of a program's budget.</summary>
public static class BudgetReport
{
    // Instants have whole microseconds, so subtracting this gives the last instant before another.
    private static readonly TimeSpan Finest = TimeSpan.FromMicroseconds(1);

    /// <summary>The periods in which something was credited or taken back, and the current one, the earliest first.</summary>
    /// <param name="now">The program's time.</param>
    public static IReadOnlyList<BudgetPeriodUse> Of(ProgramCatalog catalog, BudgetConsumption consumption, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(consumption);
        var times = new SortedSet<DateTimeOffset>(consumption.Months.Select(month => LastOf(catalog, month, now)));
        if (now > DateTimeOffset.MinValue) times.Add(now);

        // The last month of a period overwrites the ones before, so that the version in force latest counts.
        var periods = new Dictionary<string, BudgetPeriodUse>(StringComparer.Ordinal);
        foreach (var at in times)
        {
            var version = catalog.VersionForDueWork(at);
            if (version.Budget is not { } budget) continue;
            var calendar = version.Calendar;
            var months = BudgetRules.MonthsOf(budget, calendar, at);
            var (id, used, isEndless) =
                (BudgetRules.PeriodOf(budget, calendar, at), consumption.UsedIn(months), budget.Period == BudgetPeriod.Lifetime);
            var left = budget.Amount - used;
            periods.Remove(id);
            periods.Add(id, new BudgetPeriodUse(
                id, isEndless ? null : calendar.StartOfMonth(months.From), isEndless ? null : calendar.StartOfMonth(months.To + 1),
                    version.Version, budget.Amount, used,
                left.Sign > 0 ? left : Exact.Zero));
        }

        return [.. periods.Values.OrderBy(period => period.Start)];
    }

    private static DateTimeOffset LastOf(ProgramCatalog catalog, int month, DateTimeOffset now)
    {
        var calendar = catalog.Versions[0].Calendar;
        var last = calendar.StartOfMonth(month + 1) - Finest;
        return now < last && now >= calendar.StartOfMonth(month) ? now : last;
    }
}
