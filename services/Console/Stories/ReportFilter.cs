using System.Globalization;
using Ledger.Contracts.V1;

namespace Ledger.Console.Stories;

/// <summary>The parameters of a report, from the address of its page. Invalid text is passed on, and the API's refusal is shown.</summary>
/// <param name="Period">A local month.</param>
/// <param name="Unit">points, cashback or fund; empty: all.</param>
/// <param name="FromMonth">The first of several months; empty: from the beginning.</param>
/// <param name="ToMonth">The last, included; empty: to the end.</param>
/// <param name="AsOf">What had happened in business by the end of this local day; empty: all.</param>
/// <param name="KnownBy">What the ledger had recorded by the end of this local day; empty: all.</param>
/// <param name="Line">The number of a line of the journal.</param>
public sealed record ReportFilter(
    string Period, string Unit, string FromMonth, string ToMonth, string AsOf, string KnownBy, string Line)
{
    /// <summary>Reads the parameters.</summary>
    /// <param name="query">Gets a parameter of the page's address; empty if absent.</param>
    /// <param name="month">The month if the address names none.</param>
    public static ReportFilter Of(Func<string, string> query, string month)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new ReportFilter(
            query("period") is { Length: > 0 } period ? period.Trim() : month, query("unit"), query("fromMonth").Trim(),
            query("toMonth").Trim(), query("asOf").Trim(), query("knownBy").Trim(), query("line").Trim());
    }

    /// <summary>The query for the API.</summary>
    /// <param name="asks">The report's parameters.</param>
    /// <param name="zone">The program's time zone.</param>
    public string QueryOf(ReportAsks asks, TimeZoneInfo zone)
    {
        (ReportAsks Ask, string Name, string Value)[] all =
        [
            (ReportAsks.Period, "period", Period), (ReportAsks.Unit, "unit", Unit), (ReportAsks.Months, "fromMonth", FromMonth),
            (ReportAsks.Months, "toMonth", ToMonth), (ReportAsks.Past, "effectiveAsOf", EndOf(AsOf, zone)),
            (ReportAsks.Past, "recordedAsOf", EndOf(KnownBy, zone)), (ReportAsks.Line, "line", Line),
        ];
        return string.Join(
            '&', all.Where(one => asks.HasFlag(one.Ask) && one.Value.Length > 0)
                .Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value)}"));
    }

    /// <summary>The last instant of a local day; other text is returned unchanged.</summary>
    public static string EndOf(string day, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || date.Year is 1 or 9999)
        {
            return day;
        }

        // If clocks are set forward at midnight, the day begins after the gap.
        var next = date.AddDays(1).ToDateTime(default, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(next)) next = next.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(next) ? zone.GetAmbiguousTimeOffsets(next).Max() : zone.GetUtcOffset(next);
        return InstantJsonConverter.Format(new DateTimeOffset(next, offset).ToUniversalTime().AddMicroseconds(-1));
    }
}
