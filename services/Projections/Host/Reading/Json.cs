using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Projections.Host;

/// <summary>
/// The little steps of reading an event by hand. Members may come in any order and be any; what is missing and must not be is an error, as it is for
/// the serializer.
/// </summary>
internal static class Json
{
    public delegate T ReadItem<T>(ref Utf8JsonReader reader);

    /// <summary>Goes to the object that is the next value; false when it is null.</summary>
    public static bool Enter(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return false;
        return reader.TokenType == JsonTokenType.StartObject ? true : throw new JsonException("An object was expected.");
    }

    /// <summary>Goes to the next member's name; false at the object's end.</summary>
    public static bool Next(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Passes over the member's value.</summary>
    public static void Pass(ref Utf8JsonReader reader) => reader.Skip();

    public static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => TextCache.Read(ref reader),
            _ => throw new JsonException("Text was expected."),
        };
    }

    public static long Int64(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }

    public static int Int32(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt32();
    }

    public static decimal Decimal(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetDecimal();
    }

    public static bool Boolean(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetBoolean();
    }

    /// <summary>An instant as it is stored: UTC with Z, which needs no converter of ours.</summary>
    public static DateTimeOffset Instant(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetDateTimeOffset();
    }

    public static DateTimeOffset? InstantOrNull(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : reader.GetDateTimeOffset();
    }

    public static Exact Exact(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ExactJsonConverter.Read(ref reader);
    }

    /// <summary>The objects of an array, in order; null when it is null.</summary>
    public static IReadOnlyList<T>? List<T>(ref Utf8JsonReader reader, ReadItem<T> read)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("An array was expected.");
        if (!NextItem(ref reader)) return [];
        var first = read(ref reader);
        // Most lists have one item.
        if (!NextItem(ref reader)) return [first];
        var items = new List<T>(4) { first };
        do items.Add(read(ref reader));
        while (NextItem(ref reader));
        return items;
    }

    private static bool NextItem(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray) return false;
        return reader.TokenType == JsonTokenType.StartObject ? true : throw new JsonException("An object was expected.");
    }

    public static T Required<T>(T? value, string member)
        where T : class => value ?? throw Missing(member);

    public static T Required<T>(T? value, string member)
        where T : struct => value ?? throw Missing(member);

    private static JsonException Missing(string member) => new($"{member} is missing.");
}
