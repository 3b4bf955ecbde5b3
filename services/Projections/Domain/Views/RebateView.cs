using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>A closed rebate period of an account.</summary>
/// <param name="Basis">Exact, as text.</param>
public sealed record RebateRow(DateTimeOffset PeriodStart, int ProgramVersion, string Basis, decimal Amount);

/// <summary>Makes the rows of rebates. The latest event of a period replaces earlier ones.</summary>
public static class RebateView
{
    public static RebateRow Of(RebateData seen) => new(seen.PeriodStart, seen.ProgramVersion, seen.Basis, seen.Amount);
}
