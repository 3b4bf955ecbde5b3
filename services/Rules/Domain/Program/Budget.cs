using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program;

/// <summary>The most that credits in points and cashback may cost in a period (mechanics.md §11).</summary>
/// <param name="Amount">Money, 0 or more.</param>
public sealed record Budget(Exact Amount, BudgetPeriod Period);

/// <summary>The length of a budget's local period.</summary>
public enum BudgetPeriod
{
    Month,
    Quarter,
    Year,
    Lifetime,
}
