namespace Ledger.Rules.Domain.Program;

/// <summary>The qualification for tiers: a metric over a window.</summary>
/// <param name="Scope">A scope's name; null: all merchandise and all orders. The metric points-accrued ignores it.</param>
public sealed record Qualification(Metric Metric, string? Scope, Window Window);

/// <summary>What is counted in a window (domain.md §4.1).</summary>
public enum Metric
{
    Spend,
    Orders,
    PointsAccrued,
}
