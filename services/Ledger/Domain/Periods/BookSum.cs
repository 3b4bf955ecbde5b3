using Ledger.Contracts.V1;

namespace Ledger.Domain.Periods;

/// <summary>
/// The sum that moved from one book to another, in one unit and one stretch of time. A list of ascending time bounds defines the stretches.
/// </summary>
/// <param name="Stretch">The number of bounds at or before the entries' effective time: 0 is before the first bound.</param>
/// <param name="Amount">Points or money, 0 or more.</param>
public readonly record struct BookSum(string Unit, string From, string To, int Stretch, decimal Amount)
{
    /// <summary>The flows before a stretch and within it.</summary>
    /// <param name="sums">Sums in any order; several for the same stretch, unit and books are added up.</param>
    public static IReadOnlyList<PeriodFlow> FlowsOf(IEnumerable<BookSum> sums, int stretch) =>
    [
        .. PeriodDigest.InOrder(sums.Where(sum => sum.Stretch <= stretch)
            .GroupBy(sum => (sum.Unit, sum.From, sum.To))
            .Select(sum => new PeriodFlow(
                sum.Key.Unit, sum.Key.From, sum.Key.To, sum.Where(one => one.Stretch < stretch).Sum(one => one.Amount),
                sum.Where(one => one.Stretch == stretch).Sum(one => one.Amount)))),
    ];
}
