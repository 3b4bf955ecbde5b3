using System.Globalization;
using System.Text;

namespace Ledger.Projections.Domain.Papers;

/// <summary>
/// A language of papers: its texts, and how it writes numbers and dates. The formats are defined here, because the service runs without the
/// system's cultures.
/// </summary>
public sealed record PaperLanguage
{
    /// <summary>The language tag of RFC 5646: en, de, ru, fr or es.</summary>
    public required string Code { get; init; }

    /// <summary>The texts of a statement in this language.</summary>
    public required StatementTexts Texts { get; init; }

    /// <summary>The mark between the whole digits and the fraction.</summary>
    public required char DecimalPoint { get; init; }

    /// <summary>The mark between groups of three whole digits.</summary>
    public required char GroupMark { get; init; }

    /// <summary>The number of whole digits from which on they are grouped: Spanish writes 1234, but 12.345.</summary>
    public int GroupsFrom { get; init; } = 4;

    /// <summary>The date format, a .NET format string.</summary>
    public required string DatePattern { get; init; }

    /// <summary>The default language: English.</summary>
    public static PaperLanguage Default => All[0];

    /// <summary>All languages, the default first.</summary>
    public static IReadOnlyList<PaperLanguage> All { get; } =
    [
        new() { Code = "en", Texts = StatementTexts.English, DecimalPoint = '.', GroupMark = ',', DatePattern = "d MMM yyyy" },
        new() { Code = "de", Texts = StatementTexts.German, DecimalPoint = ',', GroupMark = '.', DatePattern = "dd.MM.yyyy" },
        new() { Code = "ru", Texts = StatementTexts.Russian, DecimalPoint = ',', GroupMark = '\u00A0', DatePattern = "dd.MM.yyyy" },
        new() { Code = "fr", Texts = StatementTexts.French, DecimalPoint = ',', GroupMark = '\u202F', DatePattern = "dd/MM/yyyy" },
        new()
        {
            Code = "es",
            Texts = StatementTexts.Spanish,
            DecimalPoint = ',',
            GroupMark = '.',
            GroupsFrom = 5,
            DatePattern = "dd/MM/yyyy",
        },
    ];

    /// <summary>
    /// The language of a tag such as <c>de</c> or <c>de-AT</c>; region and case do not count. Null for an unsupported language.
    /// </summary>
    public static PaperLanguage? Of(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var end = code.IndexOf('-', StringComparison.Ordinal);
        var primary = end < 0 ? code : code[..end];
        return All.FirstOrDefault(one => one.Code.Equals(primary, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// The supported language that the header <c>Accept-Language</c> prefers (RFC 9110 §12.5.4); the default when it names none of them.
    /// </summary>
    public static PaperLanguage Accepted(string? header) =>
        (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(range => range.Split(';', StringSplitOptions.TrimEntries))
            .Select(range => (Language: Of(range[0]), Weight: WeightOf(range)))
            .Where(range => range is { Language: not null, Weight: > 0 })
            .OrderByDescending(range => range.Weight)
            .FirstOrDefault().Language ?? Default;

    /// <summary>Formats a number with all its digits after the point.</summary>
    public string Number(decimal value)
    {
        var plain = Math.Abs(value).ToString(CultureInfo.InvariantCulture);
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? plain : plain[..point];
        var text = new StringBuilder(plain.Length + 8);
        if (value < 0) text.Append('-');
        for (var i = 0; i < whole.Length; i++)
        {
            if (i > 0 && whole.Length >= GroupsFrom && (whole.Length - i) % 3 == 0) text.Append(GroupMark);
            text.Append(whole[i]);
        }

        if (point >= 0) text.Append(DecimalPoint).Append(plain.AsSpan(point + 1));
        return text.ToString();
    }

    public string Number(long value) => Number((decimal)value);

    public string Date(DateTime local) => local.ToString(DatePattern, CultureInfo.InvariantCulture);

    /// <summary>Formats a date, with the time of day unless that is midnight.</summary>
    public string Moment(DateTime local) => local.TimeOfDay == TimeSpan.Zero
        ? Date(local)
        : $"{Date(local)} {local.ToString(ClockPattern(local), CultureInfo.InvariantCulture)}";

    private static string ClockPattern(DateTime local) => local.Second == 0 ? "HH:mm" : "HH:mm:ss";

    private static double WeightOf(string[] range)
    {
        var weight = range.Skip(1).FirstOrDefault(parameter => parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
        if (weight is null) return 1;
        return double.TryParse(weight.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read) ? read : 0;
    }
}
