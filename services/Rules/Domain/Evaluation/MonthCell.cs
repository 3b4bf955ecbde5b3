using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>The sums of one month.</summary>
/// <param name="Month">Year × 12 + month − 1.</param>
/// <param name="Net">The orders' net; 0 where points are counted.</param>
/// <param name="Count">Number of orders, or of points.</param>
public readonly record struct MonthCell(int Month, Exact Net, long Count)
{
    /// <summary>The sums of this and another cell of the same month.</summary>
    public MonthCell Plus(MonthCell other) => new(Month, Net + other.Net, Count + other.Count);
}
