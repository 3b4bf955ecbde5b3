using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Projections.Domain;

/// <summary>
/// What value left in lots is worth by a version: points × pointValue, or the money itself. The whole of a unit is rounded once, by the
/// money rule, and shared out by largest remainder, so the parts of a report sum to its total.
/// </summary>
internal static class LiabilityValue
{
    /// <summary>The worth of each amount, in their order.</summary>
    /// <param name="amounts">What is left, 0 or more, all of one unit.</param>
    public static decimal[] Of(ProgramVersion version, string unit, IReadOnlyList<decimal> amounts)
    {
        Exact[] weights = [.. amounts.Select(amount => (Exact)amount)];
        var whole = version.MoneyRounding.Round(BudgetRules.CostOf(version, unit, amounts.Sum()), version.MinorDigits);
        return LargestRemainder.Share(whole, version.MinorDigits, weights);
    }
}
