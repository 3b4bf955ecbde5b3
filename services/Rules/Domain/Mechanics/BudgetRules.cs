using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>What a re-evaluation does to what was granted within a budget.</summary>
/// <param name="TakenBack">What the wallet gives back.</param>
/// <param name="SetOff">What is set off against what was waived before; it costs nothing.</param>
/// <param name="Credited">What is credited, within the budget.</param>
/// <param name="Cut">What the rules add, but the budget does not allow.</param>
public sealed record BudgetChange(decimal TakenBack, decimal SetOff, decimal Credited, decimal Cut);

/// <summary>What a budget leaves of a credit (mechanics.md §11).</summary>
public static class BudgetRules
{
    /// <summary>Percents of the amount at which it is told that they are reached.</summary>
    public static readonly IReadOnlyList<int> Thresholds = [80, 100];

    /// <summary>The local period that a credit counts in, by its effective time: 2011-07, 2011-Q3, 2011 or lifetime.</summary>
    public static string PeriodOf(Budget budget, Calendar calendar, DateTimeOffset effectiveAt)
    {
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(calendar);
        return KindOf(budget) is { } kind ? RebateRules.PeriodOf(kind, calendar, calendar.MonthOf(effectiveAt)).Id : "lifetime";
    }

    /// <summary>The local months of that period.</summary>
    public static MonthRange MonthsOf(Budget budget, Calendar calendar, DateTimeOffset effectiveAt)
    {
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(calendar);
        return KindOf(budget) is { } kind
            ? RebateRules.PeriodOf(kind, calendar, calendar.MonthOf(effectiveAt)).Months
            : new MonthRange(int.MinValue, int.MaxValue);
    }

    /// <summary>What a credit costs: points × pointValue, or the money itself.</summary>
    /// <param name="unit">points or cashback.</param>
    public static Exact CostOf(ProgramVersion version, string unit, decimal amount)
    {
        ArgumentNullException.ThrowIfNull(version);
        return Units.WorthOf(unit, amount, version.PointValue);
    }

    /// <summary>How much of a credit there is money for: points up to floor(left ÷ pointValue), money down to the minor unit.</summary>
    /// <param name="left">What is left of the period's budget; at or below 0 nothing is.</param>
    public static decimal Allowed(ProgramVersion version, string unit, decimal amount, Exact left)
    {
        ArgumentNullException.ThrowIfNull(version);
        var isMoney = Units.Of(unit).IsMoney();
        if (!isMoney && version.PointValue.IsZero) return amount;
        if (left.Sign <= 0) return 0;
        if (CostOf(version, unit, amount) <= left) return amount;
        return isMoney ? Rounding.Floor.Round(left, version.MinorDigits) : (decimal)(left / version.PointValue).Floor();
    }

    /// <summary>
    /// What a re-evaluation changes. One that falls takes back only what was granted above the new result. One that rises adds at most the
    /// rise since
    /// the last evaluation: first it is set off against what was waived, and the rest is credited as far as there is money.
    /// </summary>
    /// <param name="last">What the rules gave at the last evaluation.</param>
    /// <param name="now">What they give now.</param>
    /// <param name="granted">What is granted of it: credited and not taken back, waived or left alone since.</param>
    /// <param name="waived">What was waived or left alone and not set off since.</param>
    /// <param name="left">What is left of the period's budget.</param>
    public static BudgetChange Change(ProgramVersion version, string unit, decimal last, decimal now, decimal granted, decimal waived,
        Exact left)
    {
        if (now <= last) return new BudgetChange(Math.Max(0, granted - now), 0, 0, 0);
        var rise = now - last;
        var setOff = Math.Min(waived, rise);
        var credited = Allowed(version, unit, rise - setOff, left);
        return new BudgetChange(0, setOff, credited, rise - setOff - credited);
    }

    /// <summary>The thresholds that a credit reaches: not reached by what was used before it, and reached after it.</summary>
    public static IEnumerable<int> Reached(Budget budget, Exact usedBefore, Exact usedAfter)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return Thresholds.Where(percent => usedBefore * 100 < budget.Amount * percent && usedAfter * 100 >= budget.Amount * percent);
    }

    /// <summary>The component that an entry shows when a budget cut it.</summary>
    /// <param name="ruled">What the rules give.</param>
    /// <param name="allowed">What is credited of it.</param>
    public static Component Shown(decimal ruled, decimal allowed) => new("budget", ruled, Exact.One, allowed - ruled);

    // Null: one period for ever.
    private static PeriodKind? KindOf(Budget budget) => budget.Period switch
    {
        BudgetPeriod.Month => PeriodKind.Month,
        BudgetPeriod.Quarter => PeriodKind.Quarter,
        BudgetPeriod.Year => PeriodKind.Year,
        BudgetPeriod.Lifetime => null,
    };
}
