using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Program;

namespace Ledger.Projections.Domain.Reports;

/// <summary>
/// The worth of value left in lots by a version, in money: points × pointValue, or the money itself, rounded by the money rule. A unit's
/// total is rounded once and shared by largest remainder, so that the parts of a report sum to its total.
/// </summary>
public static class LiabilityValue
{
    /// <summary>The worth of an amount.</summary>
    public static decimal Of(ProgramVersion version, string unit, decimal amount)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.MoneyRounding.Round(BudgetRules.CostOf(version, unit, amount), version.MinorDigits);
    }

    /// <summary>The worth of each amount, in their order.</summary>
    /// <param name="amounts">The amounts, each 0 or more, all of the same unit.</param>
    public static decimal[] Of(ProgramVersion version, string unit, IReadOnlyList<decimal> amounts)
    {
        ArgumentNullException.ThrowIfNull(version);
        Exact[] weights = [.. amounts.Select(amount => (Exact)amount)];
        return LargestRemainder.Share(Of(version, unit, amounts.Sum()), version.MinorDigits, weights);
    }
}
