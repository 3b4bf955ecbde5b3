using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>What one month comes to.</summary>
/// <param name="Month">Months since year 0.</param>
/// <param name="Net">The orders' net; 0 where points are counted.</param>
/// <param name="Count">Orders, or points.</param>
public readonly record struct MonthCell(int Month, Exact Net, long Count);
