using System.Globalization;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;

namespace Ledger.Cli.Import.Csv;

/// <summary>A field with an invalid value for its member.</summary>
/// <param name="Column">The file's column.</param>
/// <param name="Sentence">Why the value is invalid, for people.</param>
internal sealed record CsvFault(string Column, string Sentence);

/// <summary>Converts the text of a field to the JSON of its member. The member's type follows from its name in the contracts.</summary>
internal sealed class CsvMembers(CsvMap map)
{
    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    private static readonly HashSet<string> Numbers =
        ["amount", "quantity", "unitPrice", "discount", "revision", "score", "price", "rate"];

    private static readonly string[] WithOffset = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFzzz"];

    private static readonly string[] Local = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd' 'HH:mm:ss", "yyyy-MM-dd' 'HH:mm"];

    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(map.TimeZone);
    private readonly NumberFormatInfo numbers = new()
    {
        NumberDecimalSeparator = map.Decimal.ToString(),
        NumberGroupSeparator = map.Decimal == '.' ? "," : ".",
    };

    /// <summary>The value; null for an empty field, whose member is then left out.</summary>
    /// <param name="member">The member's name in the map.</param>
    /// <param name="text">The field's text, trimmed.</param>
    /// <param name="fault">Set when the text is not a valid value of the member.</param>
    public JsonNode? Read(string member, CsvColumn column, string text, out CsvFault? fault)
    {
        fault = null;
        if (text.Length == 0) return null;
        var name = CsvMap.IsOfLines(member) ? member[CsvMap.OfLines.Length..] : member;
        if (Numbers.Contains(name))
        {
            if (decimal.TryParse(text, Number, numbers, out var number)) return JsonValue.Create(number);
            fault = new CsvFault(column.Column, $"'{Shown(text)}' is no number with '{map.Decimal}' before its fraction.");
            return null;
        }

        if (name == "from" || name.EndsWith("At", StringComparison.Ordinal))
        {
            if (TryTime(column, text, out var at)) return JsonValue.Create(InstantJsonConverter.Format(at));
            var form = column.Date ?? "2011-03-08, 2011-03-08T10:00:00 or 2011-03-08T10:00:00Z";
            fault = new CsvFault(column.Column, $"'{Shown(text)}' is no time like {form}.");
            return null;
        }

        return JsonValue.Create(text);
    }

    // A local time in a DST gap moves forward; of a local time that occurs twice, the earlier instant is used.
    private bool TryTime(CsvColumn column, string text, out DateTimeOffset at)
    {
        at = default;
        var hasOffset = column.Date is null && text.Length > 10 && (text.EndsWith('Z') || text.AsSpan(10).IndexOfAny('+', '-') >= 0);
        if (hasOffset)
        {
            return DateTimeOffset.TryParseExact(text, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at);
        }

        string[] patterns = column.Date is { } pattern ? [pattern] : Local;
        if (!DateTime.TryParseExact(text, patterns, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return false;
        if (zone.IsInvalidTime(local)) local += zone.GetUtcOffset(local.AddHours(3)) - zone.GetUtcOffset(local.AddHours(-3));
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        at = new DateTimeOffset(local, offset);
        return true;
    }

    private static string Shown(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
