using Ledger.Contracts.V1.Answers;

namespace Ledger.Projections.Domain.Reports;

/// <summary>What is left of each unit in a program that ends (mechanics.md §11).</summary>
public static class WindDownReport
{
    /// <summary>The columns of the report.</summary>
    public static ReportTable<WindDownUnit> Table { get; } = new ReportTable<WindDownUnit>("wind-down")
        .Text("unit", line => line.Unit)
        .Amount("pending", line => line.Pending)
        .Amount("available", line => line.Available)
        .Amount("held", line => line.Held)
        .Amount("left", line => line.Left)
        .Amount("arrears", line => line.Arrears)
        .Money("liability", line => line.Liability)
        .Amount("expiresBefore", line => line.ExpiresBefore)
        .Amount("expiresAtEnd", line => line.ExpiresAtEnd);
}
