using System.Collections.Immutable;
using System.Numerics;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Domain.Views;

/// <summary>What happened to one lot in one local month.</summary>
/// <param name="Month">Year × 12 + month − 1.</param>
/// <param name="In">Value that came in: credited, or given back after it had been spent.</param>
/// <param name="Used">Value that was spent, or that paid arrears.</param>
/// <param name="Expired">Value that expired.</param>
/// <param name="Withdrawn">Value that was taken back, adjusted away or transferred.</param>
public readonly record struct LotMonth(int Month, decimal In, decimal Used, decimal Expired, decimal Withdrawn)
    : IMonth<LotMonth>
{
    /// <summary>All value that went out.</summary>
    public decimal Out => Used + Expired + Withdrawn;

    public static LotMonth operator +(LotMonth a, LotMonth b) =>
        new(a.Month, a.In + b.In, a.Used + b.Used, a.Expired + b.Expired, a.Withdrawn + b.Withdrawn);
}

/// <summary>
/// Sums over lots in one month. The amounts at risk (value left when the month began, or that came in during it) are stored as changes from
/// the month before. So a month without movements needs no row, and the amount at risk in a month is the sum of all changes up to it.
/// </summary>
/// <param name="Lots">Change in the number of lots with value at risk.</param>
/// <param name="AtRisk">Change in the amount at risk.</param>
/// <param name="Squares">Change in the sum of the squares of each lot's amount at risk.</param>
/// <param name="Used">
/// The amount used in this month alone; <paramref name="Expired"/> and <paramref name="Withdrawn"/> are of this month alone too.
/// </param>
public readonly record struct LotMonthRow(long Lots, decimal AtRisk, Exact Squares, decimal Used, decimal Expired, decimal Withdrawn)
    : IAdditionOperators<LotMonthRow, LotMonthRow, LotMonthRow>
{
    public static LotMonthRow Zero => default;

    public static LotMonthRow operator +(LotMonthRow a, LotMonthRow b) => new(
        a.Lots + b.Lots, a.AtRisk + b.AtRisk, a.Squares + b.Squares, a.Used + b.Used, a.Expired + b.Expired, a.Withdrawn + b.Withdrawn);

    public static LotMonthRow operator -(LotMonthRow a) => new(-a.Lots, -a.AtRisk, -a.Squares, -a.Used, -a.Expired, -a.Withdrawn);
}

/// <summary>A change of the sums of the lots of one month.</summary>
/// <param name="Opened">The month in which value first came into the lots.</param>
/// <param name="Month">The month whose sums change.</param>
public readonly record struct LotMonthChange(int Opened, int Month, LotMonthRow Sums);

/// <summary>The lives of lots: by month, what came into a lot and what became of it.</summary>
public static class LotLife
{
    /// <summary>The life after a move; unchanged when the move is between books of the lot itself (pending, available, held).</summary>
    /// <param name="life">Ascending by month.</param>
    public static ImmutableArray<LotMonth> Apply(ImmutableArray<LotMonth> life, LotMove move, int month)
    {
        ArgumentNullException.ThrowIfNull(move);
        var to = BookNames.Of(move.To);
        if (BookNames.Of(move.From).IsOfLots() == to.IsOfLots()) return life;
        var moved = to switch
        {
            Book.Pending or Book.Available or Book.Held => new LotMonth(month, move.Amount, 0, 0, 0),
            Book.Redeemed or Book.Arrears => new LotMonth(month, 0, move.Amount, 0, 0),
            Book.Expired => new LotMonth(month, 0, 0, move.Amount, 0),
            Book.Issuance or Book.Adjustment or Book.Transfer => new LotMonth(month, 0, 0, 0, move.Amount),
        };
        return ByMonth.Add(life, moved);
    }

    /// <summary>Adds to a list the changes of the sums when a lot's life changes; months that are equal in both are left out.</summary>
    public static void AddChanges(ImmutableArray<LotMonth> before, ImmutableArray<LotMonth> after, List<LotMonthChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var alike = 0;
        if (before.Length > 0 && after.Length > 0 && before[0].Month == after[0].Month)
        {
            while (alike < before.Length && alike < after.Length && before[alike] == after[alike]) alike++;
        }

        // Nearly always a month is added, or the last month changes.
        AddSums(before, alike, isTaken: true, changes);
        AddSums(after, alike, isTaken: false, changes);
    }

    /// <summary>Writes a life as text: months separated by semicolons, each with five numbers.</summary>
    public static string Write(ImmutableArray<LotMonth> life)
    {
        var text = new NumbersWriter(stackalloc char[NumbersWriter.Room]);
        foreach (var one in life)
        {
            text.Begin(one.Month);
            text.Add(one.In);
            text.Add(one.Used);
            text.Add(one.Expired);
            text.Add(one.Withdrawn);
        }

        return text.Take();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ImmutableArray<LotMonth> Read(string text) => NumbersReader.Items(
        text,
        static (ref NumbersReader numbers) => new LotMonth(
            numbers.Next<int>(), numbers.Next<decimal>(), numbers.Next<decimal>(), numbers.Next<decimal>(), numbers.Next<decimal>()));

    // Adds the sums of a life from an index on, or takes them away. What is left at the end of a month is at risk in the next, even if
    // nothing moves then.
    private static void AddSums(ImmutableArray<LotMonth> life, int from, bool isTaken, List<LotMonthChange> changes)
    {
        var left = 0m;
        for (var i = 0; i < life.Length; i++)
        {
            var month = life[i];
            var atRisk = left + month.In;
            var stays = atRisk - month.Out;
            if (i >= from)
            {
                Add(month.Month, Step(left, atRisk) with { Used = month.Used, Expired = month.Expired, Withdrawn = month.Withdrawn });
                if (stays != atRisk) Add(month.Month + 1, Step(atRisk, stays));
            }

            left = stays;
        }

        void Add(int month, LotMonthRow sums) => changes.Add(new LotMonthChange(life[0].Month, month, isTaken ? -sums : sums));
    }

    private static LotMonthRow Step(decimal before, decimal after) =>
        new((after > 0 ? 1 : 0) - (before > 0 ? 1 : 0), after - before, Square(after) - Square(before), 0, 0, 0);

    private static Exact Square(decimal amount) => (Exact)amount * amount;
}
