using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>
/// The exact gross and net of a line as it now stands, in the program's currency: remaining quantity × unit price, and the discount in
/// proportion to quantity (domain.md §4), both first multiplied by the order's rate (mechanics.md §10).
/// </summary>
internal readonly record struct LineAmounts(Exact Gross, Exact Net)
{
    /// <param name="rate">The rate of the order's currency; null for the program's own.</param>
    public static LineAmounts Of(EvaluatedLine line, Exact? rate)
    {
        var amounts = Of(line);
        return rate is { } factor ? new LineAmounts(amounts.Gross * factor, amounts.Net * factor) : amounts;
    }

    private static LineAmounts Of(EvaluatedLine line)
    {
        if (line.Remaining == 0) return default;
        Exact remaining = line.Remaining;
        var gross = remaining * line.UnitPrice;
        if (line.Discount == 0) return new LineAmounts(gross, gross);
        Exact discount = line.Discount;
        if (line.Remaining != line.Quantity) discount = discount * remaining / line.Quantity;
        return new LineAmounts(gross, gross - discount);
    }
}
