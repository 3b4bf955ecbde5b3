namespace Ledger.Rules.Domain.Program;

/// <summary>Local months, both ends included; a month is year × 12 + month − 1.</summary>
public readonly record struct MonthRange(int From, int To)
{
    public bool Has(int month) => month >= From && month <= To;
}

/// <summary>How a window is determined by its last month (domain.md §4.1).</summary>
public enum WindowKind
{
    RollingMonths,
    CalendarYear,
    Lifetime,
}

/// <summary>The months over which a metric is computed.</summary>
/// <param name="Months">Length of a rolling window; 0 for the other kinds.</param>
public sealed record Window(WindowKind Kind, int Months)
{
    /// <summary>The window's months when it ends with a given month.</summary>
    public MonthRange EndingWith(int month) => Kind switch
    {
        WindowKind.RollingMonths => new MonthRange(month - Months + 1, month),
        WindowKind.CalendarYear => new MonthRange(month - (month % 12), month),
        WindowKind.Lifetime => new MonthRange(int.MinValue, month),
    };
}
