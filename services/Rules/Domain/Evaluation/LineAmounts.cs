using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain;

/// <summary>A line as it now stands: what remains × unit price, and the discount in proportion to quantity (domain.md §4).</summary>
internal readonly record struct LineAmounts(Exact Gross, Exact Net)
{
    public static LineAmounts Of(EvaluatedLine line)
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
