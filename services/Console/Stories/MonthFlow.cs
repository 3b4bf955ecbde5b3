using System.Globalization;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>What was issued, redeemed and expired of one unit in a month.</summary>
/// <param name="Month">Like 2011-07.</param>
/// <param name="Redeemed">Less what was given back.</param>
public sealed record MonthFlow(string Month, decimal Issued, decimal Redeemed, decimal Expired)
{
    /// <summary>Reads the flows of some months from a roll-forward report; in a month that the report does not list, nothing moved.
    /// </summary>
    public static IReadOnlyList<MonthFlow> Of(IReadOnlyList<string> months, RollForwardMonthsAnswer report, string unit)
    {
        ArgumentNullException.ThrowIfNull(report);
        var totals = report.Months.ToDictionary(
            month => month.Period,
            month => month.Units.FirstOrDefault(one => one.Unit == unit)?.Books.FirstOrDefault(book => book.Book == "total"));
        return [.. months.Select(month => totals.GetValueOrDefault(month) is { } total
            ? new MonthFlow(month, total.Issued, total.Redeemed - total.RedemptionReversed, total.Expired)
            : new MonthFlow(month, 0, 0, 0))];
    }

    /// <summary>The months up to that of an instant in a time zone, the earliest first.</summary>
    public static IReadOnlyList<string> Months(DateTimeOffset until, TimeZoneInfo zone, int count)
    {
        var local = TimeZoneInfo.ConvertTime(until, zone);
        var last = new DateTime(local.Year, local.Month, 1, 0, 0, 0, DateTimeKind.Unspecified);
        return [.. Enumerable.Range(0, count).Select(i => last.AddMonths(i - count + 1).ToString("yyyy-MM", CultureInfo.InvariantCulture))];
    }
}
