using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>
/// Reads one JSON object field by field and records every error with its path. A field that was not read is an error, so that nothing in a
/// program is silently ignored; call <see cref="RefuseTheRest"/> last.
/// </summary>
internal sealed class JsonObjectReader
{
    private readonly Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    public JsonObjectReader(JsonElement element, string path, ErrorList errors)
    {
        Path = path;
        Errors = errors;
        foreach (var property in element.EnumerateObject())
        {
            if (JsonText.NameOf(property) is not { } name) errors.Add(path, ProgramErrorCodes.MalformedText, "A field's name is not "
                + "Unicode text.");
            else if (!fields.TryAdd(name, property.Value)) Fail(name, ProgramErrorCodes.DuplicateField, "The field stands here twice.");
        }
    }

    public string Path { get; }

    public ErrorList Errors { get; }

    public IEnumerable<string> Names => fields.Keys;

    public bool Has(string name) => fields.ContainsKey(name);

    public string PathOf(string name) => Path + JsonPath.Member(name);

    public void Fail(string name, string code, string message) => Errors.Add(PathOf(name), code, message);

    /// <summary>Records an error for every field that was not read.</summary>
    public void RefuseTheRest()
    {
        foreach (var name in fields.Keys)
        {
            if (!asked.Contains(name)) Fail(name, ProgramErrorCodes.UnknownField, "There is no such field here.");
        }
    }

    /// <summary>The field's value; if it is absent and required, an error is recorded.</summary>
    public JsonElement? Value(string name, bool required = false)
    {
        asked.Add(name);
        if (fields.TryGetValue(name, out var value)) return value;
        if (required) Fail(name, ProgramErrorCodes.Missing, "The field is required.");
        return null;
    }

    public string? Text(string name, bool required = false)
    {
        if (Value(name, required) is not { } value) return null;
        return JsonText.Read(value, PathOf(name), Errors);
    }

    public string? Id(string name, bool required = false) =>
        Text(name, required) is { } id && Ids.Check(id, PathOf(name), Errors) ? id : null;

    public bool? Flag(string name)
    {
        if (Value(name) is not { } value) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Fail(name, ProgramErrorCodes.WrongType, "true or false was expected.");
        return null;
    }

    /// <summary>A number between two bounds, both included.</summary>
    public Exact? Number(string name, Exact min, Exact? max = null, bool required = false)
    {
        if (Value(name, required) is not { } value) return null;
        return Numbers.Read(value, PathOf(name), Errors, min, max);
    }

    public Exact? Percent(string name, bool required = false) => Number(name, 0, 100, required);

    public int? Integer(string name, int min, int max, bool required = false)
    {
        if (Number(name, min, max, required) is not { } number) return null;
        if (number.Reduced().Denominator.IsOne) return (int)number.Floor();
        Fail(name, ProgramErrorCodes.WrongType, "A whole number was expected.");
        return null;
    }

    public DateTimeOffset? Instant(string name, bool required = false)
    {
        if (Text(name, required) is not { } text) return null;
        if (InstantJsonConverter.TryParse(text, out var instant)) return instant;
        Fail(name, ProgramErrorCodes.MalformedTime, "A time is ISO 8601 with an offset, like 2011-03-08T00:00:00Z.");
        return null;
    }

    /// <summary>One of a set of words.</summary>
    public T? Choice<T>(string name, IReadOnlyDictionary<string, T> words, bool required = false)
        where T : struct
    {
        if (Text(name, required) is not { } text) return null;
        if (words.TryGetValue(text, out var choice)) return choice;
        Fail(name, ProgramErrorCodes.UnknownValue, $"One of {string.Join(", ", words.Keys)} was expected.");
        return null;
    }

    public JsonObjectReader? Object(string name, bool required = false)
    {
        if (Value(name, required) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Object) return new JsonObjectReader(value, PathOf(name), Errors);
        Fail(name, ProgramErrorCodes.WrongType, "An object was expected.");
        return null;
    }

    /// <summary>The elements of a list with their paths; empty when the field is absent or not a list.</summary>
    public IReadOnlyList<(JsonElement Value, string Path)> List(string name, bool required = false)
    {
        if (Value(name, required) is not { } value) return [];
        if (value.ValueKind == JsonValueKind.Array)
        {
            return [.. value.EnumerateArray().Select((item, i) => (item, JsonPath.Item(PathOf(name), i)))];
        }
        Fail(name, ProgramErrorCodes.WrongType, "A list was expected.");
        return [];
    }

    /// <summary>A list of objects; for an element that is not an object an error is recorded, and it is left out.</summary>
    public IEnumerable<JsonObjectReader> Objects(string name, bool required = false)
    {
        foreach (var (value, path) in List(name, required))
        {
            if (value.ValueKind == JsonValueKind.Object) yield return new JsonObjectReader(value, path, Errors);
            else Errors.Add(path, ProgramErrorCodes.WrongType, "An object was expected.");
        }
    }

    /// <summary>A list of texts, each accepted by a check that records errors.</summary>
    public IReadOnlyList<string> Texts(string name, Func<string, string, ErrorList, bool> check)
    {
        var texts = new List<string>();
        foreach (var (value, path) in List(name))
        {
            if (JsonText.Read(value, path, Errors) is { } text && check(text, path, Errors)) texts.Add(text);
        }

        return texts;
    }
}
