using Ledger.Contracts.V1;

namespace Ledger.Domain.Periods;

/// <summary>What went from one book to another in one unit, in a stretch of time between bounds.</summary>
/// <param name="Stretch">How many of the bounds the effective time is at or after.</param>
/// <param name="Amount">Points or money, 0 or more.</param>
public readonly record struct BookSum(string Unit, string From, string To, int Stretch, decimal Amount)
{
    /// <summary>The flows by the end of a stretch.</summary>
    /// <param name="sums">Those of one stretch and books may come in several parts.</param>
    public static IReadOnlyList<PeriodFlow> FlowsOf(IEnumerable<BookSum> sums, int stretch) =>
    [
        .. PeriodDigest.InOrder(sums.Where(sum => sum.Stretch <= stretch)
            .GroupBy(sum => (sum.Unit, sum.From, sum.To))
            .Select(sum => new PeriodFlow(
                sum.Key.Unit, sum.Key.From, sum.Key.To, sum.Where(one => one.Stretch < stretch).Sum(one => one.Amount),
                sum.Where(one => one.Stretch == stretch).Sum(one => one.Amount)))),
    ];
}
