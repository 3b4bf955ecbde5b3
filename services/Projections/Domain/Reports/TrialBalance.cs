using Ledger.Contracts.V1.Answers;

namespace Ledger.Projections.Domain.Reports;

/// <summary>What each book of a program holds.</summary>
public static class TrialBalance
{
    /// <summary>The columns of the report.</summary>
    public static ReportTable<BookAmount> Table { get; } = new ReportTable<BookAmount>("trial-balance")
        .Text("unit", line => line.Unit)
        .Text("book", line => line.Book)
        .Amount("amount", line => line.Amount);
}
