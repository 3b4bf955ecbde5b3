using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Projections.Domain.Reports;

/// <summary>What is left of each unit in a program that ends (mechanics.md §11).</summary>
public static class WindDownReport
{
    /// <summary>The columns of the report.</summary>
    public static ReportTable<WindDownUnit> Table { get; } = new ReportTable<WindDownUnit>("wind-down")
        .Text("unit", line => line.Unit)
        .Amount(Books.Pending, line => line.Pending)
        .Amount(Books.Available, line => line.Available)
        .Amount(Books.Held, line => line.Held)
        .Amount("left", line => line.Left)
        .Amount(Books.Arrears, line => line.Arrears)
        .Money("liability", line => line.Liability)
        .Amount("expiresBefore", line => line.ExpiresBefore)
        .Amount("expiresAtEnd", line => line.ExpiresAtEnd);
}
