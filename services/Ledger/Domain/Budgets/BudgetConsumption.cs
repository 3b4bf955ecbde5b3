using System.Collections.Immutable;
using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain.Postings;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Budgets;

/// <summary>
/// What a program's credits have cost, by month (mechanics.md §11); an immutable value. It is stored as one row of the program, saved with
/// compare-and-set, so that two concurrent credits cannot exceed the budget together.
/// </summary>
public sealed record BudgetConsumption(string Program)
{
    /// <summary>Version of the row; 0 before the first credit.</summary>
    public long RowVersion { get; init; }

    /// <summary>
    /// By name. Use is counted by month (2011-07) whatever the budget's period is, because another version may have another period. The
    /// number of events is counted for each period's stream: 2011-07, 2011-Q3, 2011 or lifetime.
    /// </summary>
    public ImmutableSortedDictionary<string, BudgetUse> Periods { get; init; } =
        ImmutableSortedDictionary.Create<string, BudgetUse>(StringComparer.Ordinal);

    /// <summary>The local months in which something was credited or taken back, the earliest first.</summary>
    public IEnumerable<int> Months => Periods.Keys.Where(name => name is [_, _, _, _, '-', >= '0' and <= '9', _]).Select(MonthOf);

    /// <summary>
    /// What the credits of some months cost, less what was taken back in those months: money, exact; below 0 where more was taken back.
    /// </summary>
    public Exact UsedIn(MonthRange months)
    {
        var used = Exact.Zero;
        foreach (var (name, use) in Periods)
        {
            if (!use.Used.IsZero && MonthOf(name) is var month && months.Has(month)) used += use.Used;
        }

        return used;
    }

    /// <summary>The consumption after an event of one of the program's accounts, or of a budget period's stream.</summary>
    /// <param name="catalog">The published versions when the event was recorded.</param>
    internal BudgetConsumption After(ProgramCatalog catalog, ILedgerEvent happened)
    {
        if (happened is BudgetReached reached) return Told(reached.Period);
        if (happened is not Movement entry) return this;
        var amount = DrawnBy(entry);
        if (amount == 0) return this;
        var version = catalog.VersionForDueWork(entry.EffectiveAt);
        return Add(version.Calendar.MonthOf(entry.EffectiveAt), BudgetRules.CostOf(version, entry.Unit, amount));
    }

    // Points and cashback that orders, activities, milestones and challenges credit; below 0 for what is taken back or becomes arrears.
    // Funds, rebates and draws draw on no budget.
    private static decimal DrawnBy(Movement entry) => entry switch
    {
        { Unit: Units.Fund } => 0,
        PointsAccrued or CashbackAccrued or AccrualReversed or CashbackReversed or ArrearsOpened when entry.Cause.DrawsOnBudget() =>
            entry.Amount,
        _ => 0,
    };

    private BudgetConsumption Add(int month, Exact cost)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{month / 12:D4}-{(month % 12) + 1:D2}");
        var use = Periods.GetValueOrDefault(name);
        return this with { Periods = Periods.SetItem(name, use with { Used = use.Used + cost }) };
    }

    private BudgetConsumption Told(string period)
    {
        var use = Periods.GetValueOrDefault(period);
        return this with { Periods = Periods.SetItem(period, use with { StreamVersion = use.StreamVersion + 1 }) };
    }

    private static int MonthOf(string name) =>
        (int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture) * 12) + int.Parse(name.AsSpan(5), CultureInfo.InvariantCulture) - 1;

    /// <summary>Compared by reference: two versions are never equal.</summary>
    public bool Equals(BudgetConsumption? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>The use of one period's budget.</summary>
/// <param name="Used">Money, exact.</param>
/// <param name="StreamVersion">How many events the period's stream has.</param>
public readonly record struct BudgetUse(Exact Used, long StreamVersion);
