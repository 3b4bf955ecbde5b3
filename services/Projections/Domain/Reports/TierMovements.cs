using Ledger.Contracts.V1.Answers;
using Ledger.Projections.Domain.Views;

namespace Ledger.Projections.Domain.Reports;

/// <summary>How often one change of tier happened.</summary>
/// <param name="Before">How often before the months of the report.</param>
/// <param name="Within">How often in the months of the report.</param>
public readonly record struct TierFlow(TierChange Change, long Before, long Within);

/// <summary>
/// The matrix of tier movements. A tier that a later version of the program lacks is mapped to another without a movement (domain.md §3);
/// here it keeps its own name.
/// </summary>
public static class TierMovements
{
    /// <summary>The columns of the report.</summary>
    public static ReportTable<TierMovement> Table { get; } = new ReportTable<TierMovement>("tier-movements")
        .Text("from", line => line.From)
        .Text("to", line => line.To)
        .Whole("accounts", line => line.Accounts);

    /// <summary>
    /// The cells with a movement, ordered by tier: no tier first, then the ladder, then tiers that are not on the ladder.
    /// </summary>
    /// <param name="ladder">Tiers of the program, lowest first.</param>
    public static IReadOnlyList<TierMovement> Of(IReadOnlyList<string> ladder, IReadOnlyList<TierFlow> flows) =>
    [
        .. flows.Where(flow => flow.Within != 0)
            .OrderBy(flow => PlaceOf(ladder, flow.Change.From)).ThenBy(flow => flow.Change.From, StringComparer.Ordinal)
            .ThenBy(flow => PlaceOf(ladder, flow.Change.To)).ThenBy(flow => flow.Change.To, StringComparer.Ordinal)
            .Select(flow => new TierMovement(flow.Within, flow.Change.From, flow.Change.To)),
    ];

    /// <summary>The number of accounts in each tier before and after: all tiers of the ladder, then tiers that are not on it.</summary>
    public static IReadOnlyList<TierCounted> Counted(IReadOnlyList<string> ladder, IReadOnlyList<TierFlow> flows)
    {
        ArgumentNullException.ThrowIfNull(flows);
        var others = flows.SelectMany(flow => new[] { flow.Change.From, flow.Change.To }).OfType<string>()
            .Except(ladder, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. ladder.Concat(others).Select(Count)];

        TierCounted Count(string tier)
        {
            var came = flows.Where(flow => flow.Change.To == tier).ToList();
            var went = flows.Where(flow => flow.Change.From == tier).ToList();
            var opening = came.Sum(flow => flow.Before) - went.Sum(flow => flow.Before);
            var (inwards, outwards) = (came.Sum(flow => flow.Within), went.Sum(flow => flow.Within));
            return new TierCounted(tier, opening, inwards, outwards, opening + inwards - outwards);
        }
    }

    private static int PlaceOf(IReadOnlyList<string> ladder, string? tier)
    {
        if (tier is null) return -1;
        for (var i = 0; i < ladder.Count; i++)
        {
            if (ladder[i] == tier) return i;
        }

        return ladder.Count;
    }
}
