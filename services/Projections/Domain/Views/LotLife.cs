using System.Globalization;
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
    public static IReadOnlyList<LotMonth> Apply(IReadOnlyList<LotMonth> life, LotMove move, int month)
    {
        ArgumentNullException.ThrowIfNull(life);
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

    /// <summary>The changes of the sums when a lot's life changes; months that are equal in both are left out.</summary>
    public static IEnumerable<LotMonthChange> Changes(IReadOnlyList<LotMonth> before, IReadOnlyList<LotMonth> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var alike = 0;
        if (before.Count > 0 && after.Count > 0 && before[0].Month == after[0].Month)
        {
            while (alike < before.Count && alike < after.Count && before[alike] == after[alike]) alike++;
        }

        // Nearly always a month is added, or the last month changes.
        if (alike < before.Count)
        {
            foreach (var change in Of(before, alike)) yield return change with { Sums = -change.Sums };
        }

        foreach (var change in Of(after, alike)) yield return change;
    }

    /// <summary>Writes a life as text: months separated by semicolons, each with five numbers.</summary>
    public static string Write(IReadOnlyList<LotMonth> life)
    {
        ArgumentNullException.ThrowIfNull(life);
        return life.Count == 1 ? WriteMonth(life[0]) : string.Join(';', life.Select(WriteMonth));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IReadOnlyList<LotMonth> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? [] : [.. text.Split(';').Select(ReadMonth)];
    }

    private static string WriteMonth(LotMonth one) =>
        string.Create(CultureInfo.InvariantCulture, $"{one.Month} {one.In} {one.Used} {one.Expired} {one.Withdrawn}");

    private static LotMonth ReadMonth(string text)
    {
        var parts = text.Split(' ');
        return new LotMonth(int.Parse(parts[0], CultureInfo.InvariantCulture), At(1), At(2), At(3), At(4));

        decimal At(int place) => decimal.Parse(parts[place], NumberStyles.Number, CultureInfo.InvariantCulture);
    }

    // The sums of a life from an index on. What is left at the end of a month is at risk in the next, even if nothing moves then.
    private static IEnumerable<LotMonthChange> Of(IReadOnlyList<LotMonth> life, int from)
    {
        var left = 0m;
        for (var i = 0; i < life.Count; i++)
        {
            var month = life[i];
            var atRisk = left + month.In;
            var stays = atRisk - month.Out;
            if (i >= from)
            {
                var sums = Step(left, atRisk) with { Used = month.Used, Expired = month.Expired, Withdrawn = month.Withdrawn };
                yield return new LotMonthChange(life[0].Month, month.Month, sums);
                if (stays != atRisk) yield return new LotMonthChange(life[0].Month, month.Month + 1, Step(atRisk, stays));
            }

            left = stays;
        }
    }

    private static LotMonthRow Step(decimal before, decimal after) =>
        new((after > 0 ? 1 : 0) - (before > 0 ? 1 : 0), after - before, Square(after) - Square(before), 0, 0, 0);

    private static Exact Square(decimal amount) => (Exact)amount * amount;
}
