using System.Runtime.InteropServices;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>
/// Sums by month, sorted, with their total, so that a window over all months needs no summing. Copied on write: copies of
/// <see cref="Measures"/> share the months that neither has added to.
/// </summary>
internal sealed class MonthCells
{
    private readonly List<MonthCell> cells;
    private Exact totalNet;
    private long totalCount;

    // Whether several measures have these months, so that they must not change any more.
    private bool isShared;

    public MonthCells() => cells = [];

    // A copy that is about to be changed, with room for one month more.
    private MonthCells(MonthCells other)
    {
        cells = new List<MonthCell>(other.cells.Count + 1);
        cells.AddRange(other.cells);
        totalNet = other.totalNet;
        totalCount = other.totalCount;
    }

    /// <summary>These months, for one more owner.</summary>
    public MonthCells Share()
    {
        isShared = true;
        return this;
    }

    /// <summary>These months, or a copy of them if they are shared: for an owner that is about to change them.</summary>
    public MonthCells ToChange() => isShared ? new MonthCells(this) : this;

    public IReadOnlyList<MonthCell> All => cells;

    public ReadOnlySpan<MonthCell> Span => CollectionsMarshal.AsSpan(cells);

    public void Add(int month, Exact net, long count)
    {
        // The total is added first: if it overflows, nothing has been changed.
        totalCount += count;
        totalNet += net;
        var at = cells.Count;
        while (at > 0 && cells[at - 1].Month > month) at--;
        if (at > 0 && cells[at - 1].Month == month)
        {
            var cell = cells[at - 1];
            cells[at - 1] = new MonthCell(month, cell.Net + net, cell.Count + count);
        }
        else
        {
            cells.Insert(at, new MonthCell(month, net, count));
        }
    }

    public Exact Net(MonthRange range)
    {
        if (Covers(range)) return totalNet;
        Exact sum = default;
        for (var i = cells.Count - 1; i >= 0 && cells[i].Month >= range.From; i--)
        {
            if (cells[i].Month <= range.To) sum += cells[i].Net;
        }

        return sum;
    }

    public long Count(MonthRange range)
    {
        if (Covers(range)) return totalCount;
        long sum = 0;
        for (var i = cells.Count - 1; i >= 0 && cells[i].Month >= range.From; i--)
        {
            if (cells[i].Month <= range.To) sum += cells[i].Count;
        }

        return sum;
    }

    private bool Covers(MonthRange range) => cells.Count == 0 || (range.From <= cells[0].Month && range.To >= cells[^1].Month);
}
