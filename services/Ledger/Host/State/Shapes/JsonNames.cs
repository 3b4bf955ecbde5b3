using System.Text.Json;

namespace Ledger.Host.State.Shapes;

/// <summary>Reads objects whose member names are data, such as ids.</summary>
internal static class JsonNames
{
    /// <summary>Checks that the reader stands on the beginning of an object.</summary>
    public static void Start(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Names are members of an object.");
    }

    /// <summary>Reads the next name and moves the reader to its value; null at the object's end.</summary>
    public static string? Next(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName) return null;
        var name = reader.GetString()!;
        reader.Read();
        return name;
    }
}
