namespace Ledger.Rules.Domain.Program;

/// <summary>What decides the tier: a metric over a window.</summary>
/// <param name="Scope">A scope's name; null is all merchandise and all orders. Points have no scope.</param>
public sealed record Qualification(Metric Metric, string? Scope, Window Window);

/// <summary>What is counted in a window (domain.md §4.1).</summary>
public enum Metric
{
    Spend,
    Orders,
    PointsAccrued,
}
