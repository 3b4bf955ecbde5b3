using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Ledger.Console.Texts;

/// <summary>The texts of the console in one language, and how it writes numbers and times.</summary>
public sealed class Catalogue
{
    private readonly FrozenDictionary<string, string> words;

    private Catalogue(string language, string name, string decimalMark, string groupMark, string date)
    {
        (Language, Name, DateFormat) = (language, name, date);
        Numbers = new NumberFormatInfo { NumberDecimalSeparator = decimalMark, NumberGroupSeparator = groupMark };
        using var stream = typeof(Catalogue).Assembly.GetManifestResourceStream($"texts.{language}.json")
            ?? throw new InvalidOperationException($"There are no texts in {language}.");
        words = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>English.</summary>
    public static Catalogue English { get; } = new("en", "English", ".", ",", "d MMM yyyy");

    /// <summary>German.</summary>
    public static Catalogue German { get; } = new("de", "Deutsch", ",", ".", "dd.MM.yyyy");

    /// <summary>All languages, the one that others fall back to first.</summary>
    public static IReadOnlyList<Catalogue> All { get; } = [English, German];

    /// <summary>The language's tag.</summary>
    public string Language { get; }

    /// <summary>What its speakers call it.</summary>
    public string Name { get; }

    /// <summary>How numbers are written.</summary>
    public NumberFormatInfo Numbers { get; }

    /// <summary>How dates are written.</summary>
    public string DateFormat { get; }

    /// <summary>The keys that there are texts for.</summary>
    public IEnumerable<string> Keys => words.Keys;

    /// <summary>The text of a key.</summary>
    /// <exception cref="KeyNotFoundException">There is none: a test finds that first.</exception>
    public string this[string key] =>
        words.TryGetValue(key, out var text) ? text : throw new KeyNotFoundException($"There is no text {key} in {Language}.");

    /// <summary>The text of a key with values in its places <c>{0}</c>, <c>{1}</c>.</summary>
    public string Of(string key, params object?[] values) => string.Format(Numbers, this[key], values);

    /// <summary>The text for a word of the ledger, such as a state or an entry's type; the word itself where there is none.</summary>
    /// <param name="kind">What the word is, like <c>state</c>.</param>
    /// <param name="word">As answers have it.</param>
    public string Word(string kind, string word) => words.TryGetValue($"{kind}.{word}", out var text) ? text : word;

    /// <summary>The language that is named; English when it is none of ours.</summary>
    public static Catalogue In(string? language) => All.FirstOrDefault(texts => texts.Language == language) ?? English;

    /// <summary>The language that a browser likes best of those that there are (RFC 9110 §12.5.4).</summary>
    /// <param name="accepted">The header Accept-Language; null or empty: English.</param>
    public static Catalogue Preferred(string? accepted) => (accepted ?? "").Split(',')
        .Select(Range)
        .Where(range => range.Quality > 0)
        .OrderByDescending(range => range.Quality)
        .Select(range => range.Tag == "*" ? English : All.FirstOrDefault(texts => texts.Language == range.Tag))
        .FirstOrDefault(texts => texts is not null) ?? English;

    // de-AT;q=0.8 is German.
    private static (string Tag, double Quality) Range(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        var weight = parts.FirstOrDefault(part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
        var quality = weight is null ? 1
            : double.TryParse(weight[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read) ? read : 0;
        return (parts[0].Split('-')[0].ToLowerInvariant(), quality);
    }
}
