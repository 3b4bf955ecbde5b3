using System.Globalization;

namespace Ledger.Contracts.V1;

/// <summary>A local month as text, 2011-07, and as a number, year × 12 + month − 1.</summary>
public static class MonthText
{
    private const int FirstMonth = 12;
    private const int LastMonth = (9999 * 12) + 11;

    public static string Of(int month) => string.Create(CultureInfo.InvariantCulture, $"{month / 12:D4}-{(month % 12) + 1:D2}");

    /// <summary>The month as a number; null when the text is not a month.</summary>
    public static int? Parse(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (day.Year * 12) + day.Month - 1
            : null;

    /// <summary>
    /// Reads a month that is used as a period. Null also for January of the year 1 and December 9999: in some time zones their start or end
    /// is outside the range of instants.
    /// </summary>
    public static int? ParsePeriod(string text) => Parse(text) is > FirstMonth and < LastMonth and var month ? month : null;
}
