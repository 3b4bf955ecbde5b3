using System.Numerics;
using Ledger.Contracts.V1;

namespace Ledger.Projections.Domain.Views;

/// <summary>The sums of one line of the return of the program, or a change of them.</summary>
/// <param name="Accounts">The number of accounts that ordered in the month.</param>
/// <param name="Discount">Money.</param>
/// <param name="Points">Whole points of all accounts, so the sum may be beyond what one wallet can hold.</param>
/// <param name="Rebates">Money.</param>
/// <param name="ComparedAccounts">The number of accounts that ordered in the same month a year before.</param>
/// <param name="ComparedNet">Their net sales in the month.</param>
/// <param name="ComparedNetYearBefore">Their net sales a year before.</param>
public readonly record struct ReturnRow(
    long Accounts, long Orders, Exact Net, decimal Discount, decimal Points, decimal Rebates, long ComparedAccounts, Exact ComparedNet,
    Exact ComparedNetYearBefore) : IAdditionOperators<ReturnRow, ReturnRow, ReturnRow>
{
    public static ReturnRow Zero => default;

    public static ReturnRow operator +(ReturnRow a, ReturnRow b) => new(
        a.Accounts + b.Accounts, a.Orders + b.Orders, a.Net + b.Net, a.Discount + b.Discount, a.Points + b.Points, a.Rebates + b.Rebates,
        a.ComparedAccounts + b.ComparedAccounts, a.ComparedNet + b.ComparedNet, a.ComparedNetYearBefore + b.ComparedNetYearBefore);

    public static ReturnRow operator -(ReturnRow a, ReturnRow b) => a + -b;

    public static ReturnRow operator -(ReturnRow a) => new(
        -a.Accounts, -a.Orders, -a.Net, -a.Discount, -a.Points, -a.Rebates, -a.ComparedAccounts, -a.ComparedNet, -a.ComparedNetYearBefore);
}

/// <summary>A change of one line's sums.</summary>
/// <param name="Tier">The account's tier at the end of the month; null: the lowest.</param>
/// <param name="Segment">The segment; null: the line of all accounts.</param>
public readonly record struct ReturnChange(int Month, string? Tier, string? Segment, ReturnRow Sums);

/// <summary>The return of the program: what each account's months add to the lines of its tier and segments.</summary>
public static class ReturnView
{
    private const int Year = 12;

    /// <summary>
    /// Adds to a list the changes of lines when an account's months change; lines a year later change too, because they compare.
    /// </summary>
    public static void AddChanges(AccountMonthsRow before, AccountMonthsRow after, List<ReturnChange> changes)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(changes);
        var isMoved = !before.Tiers.SequenceEqual(after.Tiers) || !before.Segments.SequenceEqual(after.Segments);

        // Nearly always a month is added, or the last month changes.
        var alike = 0;
        if (!isMoved)
        {
            while (alike < before.Months.Length && alike < after.Months.Length && before.Months[alike] == after.Months[alike]) alike++;
        }

        foreach (var one in after.Months.AsSpan(alike..))
        {
            if (IsTouched(one.Month)) AddWithYearLater(one.Month);
        }

        foreach (var one in before.Months.AsSpan(alike..))
        {
            if (after.Of(one.Month) is null) AddWithYearLater(one.Month);
        }

        // With the same tiers and segments, the lines of months with the same sums stay.
        bool IsTouched(int month) =>
            isMoved ? (before.Of(month) ?? after.Of(month)) is not null : before.Of(month) != after.Of(month);

        void AddWithYearLater(int month)
        {
            AddMonth(month);
            if (!IsTouched(month + Year)) AddMonth(month + Year);
        }

        void AddMonth(int month)
        {
            var (was, now) = (SumsOf(before, month), SumsOf(after, month));
            if (isMoved)
            {
                AddLines(before, month, -was, changes);
                AddLines(after, month, now, changes);
            }
            else
            {
                AddLines(after, month, now - was, changes);
            }
        }
    }

    private static ReturnRow SumsOf(AccountMonthsRow row, int month)
    {
        var (now, yearBefore) = (row.Of(month), row.Of(month - Year));
        if (yearBefore is { Orders: 0 }) yearBefore = null;
        var sums = now is null
            ? ReturnRow.Zero
            : new ReturnRow(now.Orders > 0 ? 1 : 0, now.Orders, now.Net, now.Discount, now.Points, now.Rebates, 0, Exact.Zero, Exact.Zero);
        return yearBefore is null
            ? sums
            : sums with { ComparedAccounts = 1, ComparedNet = sums.Net, ComparedNetYearBefore = yearBefore.Net };
    }

    // Adds a change of the lines that an account's month counts for.
    private static void AddLines(AccountMonthsRow row, int month, ReturnRow sums, List<ReturnChange> changes)
    {
        if (sums == ReturnRow.Zero) return;
        var tier = row.TierAt(month);
        changes.Add(new ReturnChange(month, tier, null, sums));
        for (var i = 0; i < row.Segments.Count; i++) changes.Add(new ReturnChange(month, tier, row.Segments[i], sums));
    }
}
