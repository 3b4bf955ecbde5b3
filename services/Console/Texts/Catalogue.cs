using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Ledger.Console.Texts;

/// <summary>The texts of the console in one language, and its formats of numbers and dates.</summary>
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

    /// <summary>All languages, the fallback first.</summary>
    public static IReadOnlyList<Catalogue> All { get; } = [English, German];

    /// <summary>The language's tag.</summary>
    public string Language { get; }

    /// <summary>The language's own name.</summary>
    public string Name { get; }

    /// <summary>The format of numbers.</summary>
    public NumberFormatInfo Numbers { get; }

    /// <summary>The format of dates.</summary>
    public string DateFormat { get; }

    /// <summary>The keys of all texts.</summary>
    public IEnumerable<string> Keys => words.Keys;

    /// <summary>The text of a key.</summary>
    /// <exception cref="KeyNotFoundException">There is no text for the key; a test prevents this.</exception>
    public string this[string key] =>
        words.TryGetValue(key, out var text) ? text : throw new KeyNotFoundException($"There is no text {key} in {Language}.");

    /// <summary>The text of a key with values for its placeholders <c>{0}</c>, <c>{1}</c>.</summary>
    public string Of(string key, params object?[] values) => string.Format(Numbers, this[key], values);

    /// <summary>The text for a word of the ledger, such as a state or an entry's type; the word itself where there is none.</summary>
    /// <param name="kind">The kind of word, like <c>state</c>.</param>
    /// <param name="word">The word as in answers.</param>
    public string Word(string kind, string word) => words.TryGetValue($"{kind}.{word}", out var text) ? text : word;

    /// <summary>The catalogue of a language; English if there is none.</summary>
    public static Catalogue In(string? language) => All.FirstOrDefault(texts => texts.Language == language) ?? English;

    /// <summary>The available language that a browser prefers (RFC 9110 §12.5.4).</summary>
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
