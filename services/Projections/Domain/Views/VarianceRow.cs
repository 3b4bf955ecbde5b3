using System.Numerics;

namespace Ledger.Projections.Domain.Views;

/// <summary>The discount variance of the orders of one month, counting only orders that have one.</summary>
/// <param name="Entitled">The discount that these orders are entitled to, money.</param>
/// <param name="Variance">Entitled less stated, money.</param>
public readonly record struct VarianceRow(long Orders, decimal Entitled, decimal Variance)
    : IAdditionOperators<VarianceRow, VarianceRow, VarianceRow>
{
    /// <summary>No orders.</summary>
    public static VarianceRow Zero => default;

    /// <summary>What one order counts for: nothing before its evaluation, or without a variance.</summary>
    public static VarianceRow Of(OrderRow order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order is { Evaluated: true, Variance: not 0 } ? new VarianceRow(1, order.Entitled, order.Variance) : Zero;
    }

    public static VarianceRow operator +(VarianceRow a, VarianceRow b) =>
        new(a.Orders + b.Orders, a.Entitled + b.Entitled, a.Variance + b.Variance);

    public static VarianceRow operator -(VarianceRow a, VarianceRow b) =>
        new(a.Orders - b.Orders, a.Entitled - b.Entitled, a.Variance - b.Variance);
}
