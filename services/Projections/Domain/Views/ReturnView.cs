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

    /// <summary>The changes of lines when an account's months change; lines a year later change too, because they compare.</summary>
    public static IEnumerable<ReturnChange> Changes(AccountMonthsRow before, AccountMonthsRow after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var isMoved = !IsSame(before.Tiers, after.Tiers) || !IsSame(before.Segments, after.Segments);
        foreach (var month in Touched(before, after, isMoved))
        {
            var (was, now) = (SumsOf(before, month), SumsOf(after, month));
            if (isMoved)
            {
                foreach (var change in Of(before, month, -was)) yield return change;
                foreach (var change in Of(after, month, now)) yield return change;
            }
            else
            {
                foreach (var change in Of(after, month, now + -was)) yield return change;
            }
        }
    }

    // The months whose lines change. With the same tiers and segments: those whose sums differ, and the months a year later.
    private static List<int> Touched(AccountMonthsRow before, AccountMonthsRow after, bool isMoved)
    {
        var months = new List<int>();
        foreach (var one in after.Months)
        {
            if (isMoved || before.Of(one.Month) != one) Touch(one.Month);
        }

        foreach (var one in before.Months)
        {
            if (isMoved || after.Of(one.Month) is null) Touch(one.Month);
        }

        return months;

        void Touch(int month)
        {
            if (!months.Contains(month)) months.Add(month);
            if (!months.Contains(month + Year)) months.Add(month + Year);
        }
    }

    private static ReturnRow SumsOf(AccountMonthsRow row, int month)
    {
        var (now, yearBefore) = (row.Of(month), row.Of(month - Year));
        if (yearBefore is { Orders: 0 }) yearBefore = null;
        if (now is null && yearBefore is null) return ReturnRow.Zero;
        now ??= new AccountMonth(month);
        return yearBefore is null
            ? new ReturnRow(
                now.Orders > 0 ? 1 : 0, now.Orders, now.Net, now.Discount, now.Points, now.Rebates, 0, Exact.Zero, Exact.Zero)
            : new ReturnRow(
                now.Orders > 0 ? 1 : 0, now.Orders, now.Net, now.Discount, now.Points, now.Rebates, 1, now.Net, yearBefore.Net);
    }

    private static IEnumerable<ReturnChange> Of(AccountMonthsRow row, int month, ReturnRow sums)
    {
        if (sums == ReturnRow.Zero) yield break;
        var tier = row.TierAt(month);
        yield return new ReturnChange(month, tier, null, sums);
        foreach (var segment in row.Segments) yield return new ReturnChange(month, tier, segment, sums);
    }

    private static bool IsSame<T>(IReadOnlyList<T> before, IReadOnlyList<T> after) =>
        ReferenceEquals(before, after) || before.SequenceEqual(after);
}
