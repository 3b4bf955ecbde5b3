using System.Text.Json;

namespace Ledger.Rules.Domain;

/// <summary>Text of a JSON document. An escaped half of a surrogate pair is JSON but no text; it reads as null.</summary>
internal static class JsonText
{
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
