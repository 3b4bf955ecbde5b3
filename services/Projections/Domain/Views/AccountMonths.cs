using System.Collections.Immutable;
using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Program;

namespace Ledger.Projections.Domain.Views;

/// <summary>What one account did in one local month.</summary>
/// <param name="Month">Year × 12 + month − 1.</param>
/// <param name="Orders">Orders placed in the month.</param>
/// <param name="Net">Net sales of merchandise, as the orders now stand.</param>
/// <param name="Discount">Discount that its orders stated, money.</param>
/// <param name="Points">Evaluated points of its orders, whole.</param>
/// <param name="Rebates">Rebates of closed periods that ended with the month, money.</param>
public sealed record AccountMonth(
    int Month, long Orders = 0, Exact Net = default, decimal Discount = 0, long Points = 0, decimal Rebates = 0)
    : IMonth<AccountMonth>
{
    public static AccountMonth operator +(AccountMonth a, AccountMonth b) => new(
        a.Month, a.Orders + b.Orders, a.Net + b.Net, a.Discount + b.Discount, a.Points + b.Points, a.Rebates + b.Rebates);
}

/// <summary>A tier and the local month at whose end the account first had it.</summary>
/// <param name="Tier">The tier's id; null: the lowest, after the account was merged into another.</param>
public readonly record struct TierSince(int Month, string? Tier);

/// <summary>An account's months, with the tiers and segments that select its lines in the return of the program.</summary>
/// <param name="Months">Ascending.</param>
/// <param name="Tiers">Ascending by month; before the first entry the account has the lowest tier.</param>
/// <param name="Segments">The segments as last judged, in ordinal order.</param>
public sealed record AccountMonthsRow(
    ImmutableArray<AccountMonth> Months, ImmutableArray<TierSince> Tiers, IReadOnlyList<string> Segments)
{
    public static AccountMonthsRow Empty { get; } = new([], [], []);

    /// <summary>The sums of a month; null when the account has none.</summary>
    public AccountMonth? Of(int month)
    {
        // From the end, because the last months are asked for most.
        for (var i = Months.Length - 1; i >= 0 && Months[i].Month >= month; i--)
        {
            if (Months[i].Month == month) return Months[i];
        }

        return null;
    }

    /// <summary>The account's tier at the end of a month; null: the lowest.</summary>
    public string? TierAt(int month)
    {
        string? tier = null;
        foreach (var since in Tiers)
        {
            if (since.Month > month) break;
            tier = since.Tier;
        }

        return tier;
    }
}

/// <summary>Changes the months of accounts.</summary>
public static class AccountMonths
{
    /// <summary>Adds sums to their month.</summary>
    public static AccountMonthsRow Add(AccountMonthsRow row, AccountMonth added)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(added);
        return row with { Months = ByMonth.Add(row.Months, added) };
    }

    /// <summary>What an evaluation adds to the month of its order.</summary>
    /// <param name="discount">The discount that the order states now, less what it stated before.</param>
    public static AccountMonth Of(int month, List<MeasureChange> changes, long points, decimal discount)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var (orders, net) = (0L, Exact.Zero);
        foreach (var change in changes)
        {
            if (IsOfAll(change)) (orders, net) = (orders + change.Orders, net + change.Net);
        }

        return new AccountMonth(month, orders, net, discount, points);
    }

    /// <summary>Adds the changes in the scope of all merchandise.</summary>
    public static AccountMonthsRow Add(AccountMonthsRow row, IEnumerable<MeasureChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return changes.Where(IsOfAll).Aggregate(row, (sum, change) => Add(sum, new AccountMonth(change.Month, change.Orders, change.Net)));
    }

    /// <summary>Adds the points that a merge brings.</summary>
    public static AccountMonthsRow Add(AccountMonthsRow row, IEnumerable<MonthPoints> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        return points.Aggregate(row, (sum, one) => Add(sum, new AccountMonth(one.Month, Points: one.Points)));
    }

    /// <summary>Sets the account's tier from a month on.</summary>
    public static AccountMonthsRow WithTier(AccountMonthsRow row, TierSince since)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row with { Tiers = [.. row.Tiers.Where(one => one.Month < since.Month), since] };
    }

    /// <summary>Sets the account's segments.</summary>
    public static AccountMonthsRow WithSegments(AccountMonthsRow row, IReadOnlyList<string> segments)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row with { Segments = segments };
    }

    /// <summary>
    /// Adds the stated discounts and rebates of a merged account. Its sales and points are added by another event of the merge, with its
    /// standing.
    /// </summary>
    public static AccountMonthsRow Absorb(AccountMonthsRow row, AccountMonthsRow merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        return merged.Months.Where(one => one.Discount != 0 || one.Rebates != 0)
            .Aggregate(row, (sum, one) => Add(sum, new AccountMonth(one.Month, Discount: one.Discount, Rebates: one.Rebates)));
    }

    /// <summary>
    /// Writes months as text, separated by semicolons, each with six numbers: month, orders, net, discount, points and rebates.
    /// </summary>
    public static string Write(ImmutableArray<AccountMonth> months)
    {
        var text = new NumbersWriter(stackalloc char[NumbersWriter.Room]);
        foreach (var one in months)
        {
            text.Begin(one.Month);
            text.Add(one.Orders);
            text.Add(one.Net);
            text.Add(one.Discount);
            text.Add(one.Points);
            text.Add(one.Rebates);
        }

        return text.Take();
    }

    /// <summary>Reads what <see cref="Write(ImmutableArray{AccountMonth})"/> wrote.</summary>
    public static ImmutableArray<AccountMonth> ReadMonths(string text) => NumbersReader.Items(
        text,
        static (ref NumbersReader numbers) => new AccountMonth(
            numbers.Next<int>(), numbers.Next<long>(), Exact.Parse(numbers.NextText()), numbers.Next<decimal>(), numbers.Next<long>(),
            numbers.Next<decimal>()));

    /// <summary>Writes tiers as text, one per line: the month, and the tier unless it is null (the lowest).</summary>
    public static string Write(ImmutableArray<TierSince> tiers) =>
        string.Join('\n', tiers.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Month} {one.Tier}")));

    /// <summary>Reads what <see cref="Write(ImmutableArray{TierSince})"/> wrote.</summary>
    public static ImmutableArray<TierSince> ReadTiers(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? [] : [.. text.Split('\n').Select(ReadTier)];
    }

    private static bool IsOfAll(MeasureChange change) => change.Scope == ScopeDefinition.All;

    private static TierSince ReadTier(string text)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        var tier = text[(end + 1)..];
        return new TierSince(int.Parse(text.AsSpan(0, end), CultureInfo.InvariantCulture), tier.Length == 0 ? null : tier);
    }
}
