using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Projections.Domain.Reports;

/// <summary>What is left of the lots of one unit, tier and month.</summary>
/// <param name="Tier">The tier of their accounts, as last recorded; null: the lowest.</param>
/// <param name="Month">Local month in which they were opened: year × 12 + month − 1.</param>
public readonly record struct OpenLots(string Unit, string? Tier, int Month, decimal Pending, decimal Unheld, decimal Held);

/// <summary>A line of the liability: points or money left, with the digits of its unit, and its worth.</summary>
/// <param name="State">pending, available or held.</param>
/// <param name="Amount">Above 0.</param>
/// <param name="Value">Money.</param>
public sealed record LiabilityLine(string Unit, string Tier, int Month, string State, decimal Amount, decimal Value);

/// <summary>
/// What a program owes its members: all value left in lots by unit, tier, month of the lot and state, at the point value of a version. The
/// lines of one state and unit sum to the book of the same name in the trial balance.
/// </summary>
public static class Liability
{
    /// <summary>The columns of the report.</summary>
    public static ReportTable<LiabilityLine> Table { get; } = new ReportTable<LiabilityLine>("liability")
        .Text("unit", line => line.Unit)
        .Text("tier", line => line.Tier)
        .Text("month", line => MonthText.Of(line.Month))
        .Text("state", line => line.State)
        .Amount("amount", line => line.Amount)
        .Money("value", line => line.Value);

    /// <summary>The lines with an amount: by unit (ordinal), tier (lowest first), month, state.</summary>
    /// <param name="version">
    /// The version whose point value and money rounding are used; tiers that it lacks are mapped to its own (domain.md §3).
    /// </param>
    public static IReadOnlyList<LiabilityLine> Of(ProgramCatalog catalog, ProgramVersion version, IEnumerable<OpenLots> lots)
    {
        ArgumentNullException.ThrowIfNull(version);
        var lines = new List<LiabilityLine>();
        var units = lots.Select(one => (Tier: version.TierIndex(TierOf(catalog, version, one.Tier)), Lots: one))
            .GroupBy(one => one.Lots.Unit).OrderBy(unit => unit.Key, StringComparer.Ordinal);
        foreach (var unit in units)
        {
            var amounts = unit.GroupBy(one => (one.Tier, one.Lots.Month)).OrderBy(one => one.Key).SelectMany(one => States(
                    one.Sum(lots => lots.Lots.Pending), one.Sum(lots => lots.Lots.Unheld), one.Sum(lots => lots.Lots.Held))
                .Select(state => (one.Key.Tier, one.Key.Month, state.State, state.Amount))).ToList();
            var values = LiabilityValue.Of(version, unit.Key, amounts.ConvertAll(one => one.Amount));
            var digits = Units.DigitsOf(unit.Key, version.MinorDigits);
            lines.AddRange(amounts.Select((one, i) =>
                new LiabilityLine(
                    unit.Key, version.Tiers[one.Tier].Id, one.Month, one.State, ValueFormat.Scaled(one.Amount, digits),
                    ValueFormat.Scaled(values[i], version.MinorDigits))));
        }

        return lines;
    }

    private static string TierOf(ProgramCatalog catalog, ProgramVersion version, string? tier) =>
        tier is null ? version.Tiers[0].Id : TierRules.InVersion(catalog, version, tier);

    private static IEnumerable<(string State, decimal Amount)> States(decimal pending, decimal available, decimal held)
    {
        if (pending != 0) yield return (Books.Pending, pending);
        if (available != 0) yield return (Books.Available, available);
        if (held != 0) yield return (Books.Held, held);
    }
}
