using System.Numerics;
using Ledger.Contracts.V1;

namespace Ledger.Projections.Domain.Views;

/// <summary>Sums of the accounts of one line of the return of the program, or what is added to them.</summary>
/// <param name="Accounts">That ordered in the month.</param>
/// <param name="Discount">Money.</param>
/// <param name="Rebates">Money.</param>
/// <param name="ComparedAccounts">That ordered in the same month a year before.</param>
/// <param name="ComparedNet">Their net sales in the month.</param>
/// <param name="ComparedNetYearBefore">Their net sales a year before.</param>
public sealed record ReturnRow(
    long Accounts, long Orders, Exact Net, decimal Discount, long Points, decimal Rebates, long ComparedAccounts, Exact ComparedNet,
    Exact ComparedNetYearBefore) : IAdditionOperators<ReturnRow, ReturnRow, ReturnRow>
{
    public static ReturnRow Zero { get; } = new(0, 0, Exact.Zero, 0, 0, 0, 0, Exact.Zero, Exact.Zero);

    public static ReturnRow operator +(ReturnRow a, ReturnRow b) => new(
        a.Accounts + b.Accounts, a.Orders + b.Orders, a.Net + b.Net, a.Discount + b.Discount, a.Points + b.Points, a.Rebates + b.Rebates,
        a.ComparedAccounts + b.ComparedAccounts, a.ComparedNet + b.ComparedNet, a.ComparedNetYearBefore + b.ComparedNetYearBefore);

    public static ReturnRow operator -(ReturnRow a) => new(
        -a.Accounts, -a.Orders, -a.Net, -a.Discount, -a.Points, -a.Rebates, -a.ComparedAccounts, -a.ComparedNet, -a.ComparedNetYearBefore);
}

/// <summary>A change of one line's sums.</summary>
/// <param name="Tier">That of the account at the end of the month; null: the lowest.</param>
/// <param name="Segment">Null: all accounts.</param>
public readonly record struct ReturnChange(int Month, string? Tier, string? Segment, ReturnRow Sums);

/// <summary>The return of the program: what the months of each account add to the lines of its tier and its segments.</summary>
public static class ReturnView
{
    private const int Year = 12;

    /// <summary>What it changes that an account's months became others: also in the lines of a year later.</summary>
    public static IEnumerable<ReturnChange> Changes(AccountMonthsRow before, AccountMonthsRow after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        foreach (var month in Touched(before, after))
        {
            foreach (var change in Of(before, month)) yield return change with { Sums = -change.Sums };
            foreach (var change in Of(after, month)) yield return change;
        }
    }

    // With the same tiers and segments only the months that are not alike, and a year after them.
    private static SortedSet<int> Touched(AccountMonthsRow before, AccountMonthsRow after)
    {
        var isMoved = !before.Tiers.SequenceEqual(after.Tiers) || !before.Segments.SequenceEqual(after.Segments);
        var months = new SortedSet<int>();
        foreach (var one in before.Months.Concat(after.Months))
        {
            if (!isMoved && before.Of(one.Month) == after.Of(one.Month)) continue;
            months.Add(one.Month);
            months.Add(one.Month + Year);
        }

        return months;
    }

    private static IEnumerable<ReturnChange> Of(AccountMonthsRow row, int month)
    {
        var (now, yearBefore) = (row.Of(month), row.Of(month - Year));
        var sums = ReturnRow.Zero;
        if (now is not null)
        {
            sums += ReturnRow.Zero with
            {
                Accounts = now.Orders > 0 ? 1 : 0,
                Orders = now.Orders,
                Net = now.Net,
                Discount = now.Discount,
                Points = now.Points,
                Rebates = now.Rebates,
            };
        }

        if (yearBefore is { Orders: not 0 })
        {
            sums += ReturnRow.Zero with
            {
                ComparedAccounts = 1,
                ComparedNet = now?.Net ?? Exact.Zero,
                ComparedNetYearBefore = yearBefore.Net,
            };
        }

        if (sums == ReturnRow.Zero) yield break;
        var tier = row.TierAt(month);
        yield return new ReturnChange(month, tier, null, sums);
        foreach (var segment in row.Segments) yield return new ReturnChange(month, tier, segment, sums);
    }
}
