using System.Collections;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>
/// Sums by month, sorted, with their total, so that a window over all months needs no summing. An immutable value: an addition returns the
/// next one. The two share the months before the last. So the cost of adding to the last month, or to a later one, does not depend on the
/// number of months. Adding to an earlier month copies all of them.
/// </summary>
public sealed class MonthCells : IReadOnlyList<MonthCell>
{
    private readonly EarlierMonths earlier;
    private readonly MonthCell last;
    private readonly Exact totalNet;
    private readonly long totalCount;

    private MonthCells(EarlierMonths earlier, int count, MonthCell last, Exact totalNet, long totalCount)
    {
        (this.earlier, Count, this.last) = (earlier, count, last);
        (this.totalNet, this.totalCount) = (totalNet, totalCount);
    }

    /// <summary>No months.</summary>
    public static MonthCells None { get; } = new(new EarlierMonths([], 0), 0, default, default, 0);

    /// <summary>How many months there are.</summary>
    public int Count { get; }

    /// <summary>The month at a place, from 0 for the first.</summary>
    public MonthCell this[int index] => index == Count - 1 ? last : earlier[index];

    /// <summary>The sums with an addition to one month.</summary>
    /// <param name="month">Year × 12 + month − 1.</param>
    /// <param name="net">The orders' net; 0 where points are counted.</param>
    /// <param name="count">Number of orders, or of points.</param>
    /// <exception cref="OverflowException">A sum is larger than its type holds.</exception>
    public MonthCells Add(int month, Exact net, long count)
    {
        var (allNet, allCount) = (totalNet + net, totalCount + count);
        var added = new MonthCell(month, net, count);
        if (Count == 0) return new MonthCells(earlier, 1, added, allNet, allCount);
        if (month > last.Month) return new MonthCells(earlier.With(Count - 1, last), Count + 1, added, allNet, allCount);
        if (month == last.Month) return new MonthCells(earlier, Count, last.Plus(added), allNet, allCount);
        var place = Count - 1;
        while (place > 0 && earlier[place - 1].Month > month) place--;
        var isNew = place == 0 || earlier[place - 1].Month != month;
        var before = isNew ? earlier.Inserted(place, Count - 1, added) : earlier.Increased(place - 1, Count - 1, added);
        return new MonthCells(before, isNew ? Count + 1 : Count, last, allNet, allCount);
    }

    /// <summary>The net of the months in a range.</summary>
    public Exact Net(MonthRange range)
    {
        if (Covers(range)) return totalNet;
        Exact sum = default;
        for (var i = Count - 1; i >= 0 && this[i].Month >= range.From; i--)
        {
            if (this[i].Month <= range.To) sum += this[i].Net;
        }

        return sum;
    }

    /// <summary>The number of orders, or of points, of the months in a range.</summary>
    public long OrdersOrPoints(MonthRange range)
    {
        if (Covers(range)) return totalCount;
        long sum = 0;
        for (var i = Count - 1; i >= 0 && this[i].Month >= range.From; i--)
        {
            if (this[i].Month <= range.To) sum += this[i].Count;
        }

        return sum;
    }

    /// <inheritdoc/>
    public IEnumerator<MonthCell> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool Covers(MonthRange range) => Count == 0 || (range.From <= this[0].Month && range.To >= last.Month);

    // The months before the last, shared by values of which one was made from the other. Each value reads only as many places as it has
    // months, and a filled place never changes. The first value that needs the next place fills it; any other value gets a copy.
    private sealed class EarlierMonths(MonthCell[] months, int filled)
    {
        private int filled = filled;

        public ref readonly MonthCell this[int index] => ref months[index];

        // The months before a place, followed by another one.
        public EarlierMonths With(int place, MonthCell month)
        {
            if (place < months.Length && Interlocked.CompareExchange(ref filled, place + 1, place) == place)
            {
                months[place] = month;
                return this;
            }

            var copy = new MonthCell[Math.Max(4, 2 * place)];
            months.AsSpan(0, place).CopyTo(copy);
            copy[place] = month;
            return new EarlierMonths(copy, place + 1);
        }

        // The first `count` months, with another one inserted at a place.
        public EarlierMonths Inserted(int place, int count, MonthCell month)
        {
            var copy = new MonthCell[count + 1];
            months.AsSpan(0, place).CopyTo(copy);
            copy[place] = month;
            months.AsSpan(place, count - place).CopyTo(copy.AsSpan(place + 1));
            return new EarlierMonths(copy, count + 1);
        }

        // The first `count` months, with an addition to the one at a place.
        public EarlierMonths Increased(int place, int count, MonthCell added)
        {
            var copy = months.AsSpan(0, count).ToArray();
            copy[place] = copy[place].Plus(added);
            return new EarlierMonths(copy, count);
        }
    }
}
