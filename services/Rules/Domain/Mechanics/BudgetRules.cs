using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>The effect of a re-evaluation on credits within a budget, in points or money.</summary>
/// <param name="TakenBack">The amount taken back from the wallet.</param>
/// <param name="SetOff">The amount set off against what was waived before, which costs no budget.</param>
/// <param name="Credited">The amount credited within the budget.</param>
/// <param name="Cut">The amount that the rules add but the budget does not allow.</param>
public sealed record BudgetChange(decimal TakenBack, decimal SetOff, decimal Credited, decimal Cut);

/// <summary>Cuts credits to a budget (mechanics.md §11).</summary>
public static class BudgetRules
{
    /// <summary>Percents of the budget's amount at which <see cref="BudgetReached"/> is recorded.</summary>
    public static readonly IReadOnlyList<int> Thresholds = [80, 100];

    /// <summary>The local period of a credit by its effective time: 2011-07, 2011-Q3, 2011 or lifetime.</summary>
    public static string PeriodOf(Budget budget, Calendar calendar, DateTimeOffset effectiveAt)
    {
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(calendar);
        return KindOf(budget) is { } kind ? RebateRules.PeriodOf(kind, calendar, calendar.MonthOf(effectiveAt)).Id : "lifetime";
    }

    /// <summary>The local months of the period of an effective time.</summary>
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

    /// <summary>The part of a credit that the budget allows: points up to floor(left ÷ pointValue), money rounded down to the minor
    /// unit.</summary>
    /// <param name="left">What is left of the period's budget, money; at or below 0 nothing is allowed.</param>
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
    /// The effect of a re-evaluation. If the result falls, only what was granted above the new result is taken back. If it rises, at most
    /// the rise since the last evaluation is added: first set off against what was waived, then credited as far as the budget allows.
    /// </summary>
    /// <param name="last">What the rules gave at the last evaluation.</param>
    /// <param name="now">What they give now.</param>
    /// <param name="granted">The amount granted so far: credited and not taken back, waived or left alone since.</param>
    /// <param name="waived">The amount waived or left alone and not set off since.</param>
    /// <param name="left">What is left of the period's budget, money.</param>
    public static BudgetChange Change(ProgramVersion version, string unit, decimal last, decimal now, decimal granted, decimal waived,
        Exact left)
    {
        if (now <= last) return new BudgetChange(Math.Max(0, granted - now), 0, 0, 0);
        var rise = now - last;
        var setOff = Math.Min(waived, rise);
        var credited = Allowed(version, unit, rise - setOff, left);
        return new BudgetChange(0, setOff, credited, rise - setOff - credited);
    }

    /// <summary>The thresholds that a credit reaches: not reached before it, and reached after it.</summary>
    public static IEnumerable<int> Reached(Budget budget, Exact usedBefore, Exact usedAfter)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return Thresholds.Where(percent => usedBefore * 100 < budget.Amount * percent && usedAfter * 100 >= budget.Amount * percent);
    }

    /// <summary>The component that shows in an entry that a budget cut it.</summary>
    /// <param name="ruled">What the rules give.</param>
    /// <param name="allowed">What is credited of it.</param>
    public static Component Shown(decimal ruled, decimal allowed) => new("budget", ruled, Exact.One, allowed - ruled);

    // Null: one period for all time.
    private static PeriodKind? KindOf(Budget budget) => budget.Period switch
    {
        BudgetPeriod.Month => PeriodKind.Month,
        BudgetPeriod.Quarter => PeriodKind.Quarter,
        BudgetPeriod.Year => PeriodKind.Year,
        BudgetPeriod.Lifetime => null,
    };
}
