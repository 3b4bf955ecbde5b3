using System.Globalization;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>What was issued, redeemed and expired of one unit in a month.</summary>
/// <param name="Month">Like 2011-07.</param>
/// <param name="Redeemed">Less what was given back.</param>
public sealed record MonthFlow(string Month, decimal Issued, decimal Redeemed, decimal Expired)
{
    /// <summary>Takes it from the total of a month's roll-forward.</summary>
    public static MonthFlow Of(RollForwardAnswer report, string unit)
    {
        ArgumentNullException.ThrowIfNull(report);
        var total = report.Units.FirstOrDefault(one => one.Unit == unit)?.Books.FirstOrDefault(book => book.Book == "total");
        return total is null
            ? new MonthFlow(report.Period, 0, 0, 0)
            : new MonthFlow(report.Period, total.Issued, total.Redeemed - total.RedemptionReversed, total.Expired);
    }

    /// <summary>The months up to that of an instant in a time zone, the earliest first.</summary>
    public static IReadOnlyList<string> Months(DateTimeOffset until, TimeZoneInfo zone, int count)
    {
        var local = TimeZoneInfo.ConvertTime(until, zone);
        var last = new DateTime(local.Year, local.Month, 1, 0, 0, 0, DateTimeKind.Unspecified);
        return [.. Enumerable.Range(0, count).Select(i => last.AddMonths(i - count + 1).ToString("yyyy-MM", CultureInfo.InvariantCulture))];
    }
}
