using System.Text.Json;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads text of a JSON document. Invalid UTF-8 and an escaped half of a surrogate pair pass the JSON parser but are not
/// text.</summary>
internal static class JsonText
{
    /// <summary>The text of a value; null when it is not text, and an error is recorded.</summary>
    public static string? Read(JsonElement value, string path, ErrorList errors)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            errors.Add(path, ProgramErrorCodes.WrongType, "Text was expected.");
            return null;
        }

        if (Of(value) is { } text) return text;
        errors.Add(
            path, ProgramErrorCodes.MalformedText, "The text is not Unicode: bytes that are not UTF-8, or half of a surrogate pair.");
        return null;
    }

    /// <summary>The text of a value; null when it is not text.</summary>
    public static string? Of(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
