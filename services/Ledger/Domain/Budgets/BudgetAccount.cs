using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Budgets;

/// <summary>
/// The budget's period at one effective time: how much is left, and which reported percentages a credit reaches (mechanics.md §11). Point
/// value, amount and period come from the version in force at that time; a version without a budget limits nothing.
/// </summary>
internal sealed class BudgetAccount
{
    private readonly Recorder recorder;
    private readonly DateTimeOffset now;
    private readonly ProgramVersion version;

    public BudgetAccount(Recorder recorder, DateTimeOffset now)
    {
        (this.recorder, this.now) = (recorder, now);
        version = recorder.Catalog.VersionForDueWork(now);
    }

    /// <inheritdoc cref="BudgetRules.Change"/>
    public BudgetChange Change(string unit, decimal last, decimal ruled, decimal granted, decimal waived)
    {
        var rise = ruled - last;
        var left = version.Budget is { } budget ? budget.Amount - UsedOf(budget) : BudgetRules.CostOf(version, unit, rise > 0 ? rise : 0);
        return BudgetRules.Change(version, unit, last, ruled, granted, waived, left);
    }

    /// <summary>
    /// Posts a credit, whose entries draw on the budget, and records each reported percentage of the budget that it reaches.
    /// </summary>
    public void Credit(Action post)
    {
        if (version.Budget is not { } budget)
        {
            post();
            return;
        }

        var before = UsedOf(budget);
        post();
        var after = UsedOf(budget);
        foreach (var percent in BudgetRules.Reached(budget, before, after))
        {
            var period = BudgetRules.PeriodOf(budget, version.Calendar, now);
            recorder.EmitForBudget(new BudgetReached(
                recorder.Account.Program, period, percent, after, budget.Amount, version.Version, now, recorder.RecordedAt));
        }
    }

    private Exact UsedOf(Budget budget) => recorder.Budget!.UsedIn(BudgetRules.MonthsOf(budget, version.Calendar, now));
}
