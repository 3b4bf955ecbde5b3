using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Projections.Host.Reading;

/// <summary>
/// A cursor in an event's JSON, for hand-written readers. Members may come in any order, and unknown ones are skipped; a missing required
/// member is an error, as with the serializer. Skipped arrays are not parsed.
/// </summary>
internal ref struct JsonCursor
{
    private ReadOnlySpan<byte> rest;
    private Utf8JsonReader reader;

    /// <summary>Opens the event's object.</summary>
    public JsonCursor(ReadOnlySpan<byte> data)
    {
        rest = data;
        reader = new Utf8JsonReader(data);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("An event is an object.");
    }

    public delegate T Read<T>(ref JsonCursor json);

    /// <summary>Moves into the object that is the next value; false when it is null.</summary>
    public bool Enter()
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return false;
        return reader.TokenType == JsonTokenType.StartObject ? true : throw new JsonException("An object was expected.");
    }

    /// <summary>Moves to the next member's name; false at the object's end.</summary>
    public bool Next() => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Whether the member has this name.</summary>
    public readonly bool Is(ReadOnlySpan<byte> name) => reader.ValueTextEquals(name);

    /// <summary>Skips the member's value.</summary>
    public void Pass()
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        // The rest begins at the array's closing bracket, so the reader sees an empty array.
        var begun = (int)reader.BytesConsumed;
        rest = rest[(begun + JsonArrays.End(rest[begun..]))..];
        reader = new Utf8JsonReader(rest, isFinalBlock: true, reader.CurrentState);
        reader.Read();
    }

    public string? Text()
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => RepeatedTexts.Read(ref reader),
            _ => throw new JsonException("Text was expected."),
        };
    }

    public long Int64()
    {
        reader.Read();
        return reader.GetInt64();
    }

    public int Int32()
    {
        reader.Read();
        return reader.GetInt32();
    }

    public decimal Decimal()
    {
        reader.Read();
        return reader.GetDecimal();
    }

    public bool Boolean()
    {
        reader.Read();
        return reader.GetBoolean();
    }

    /// <summary>A stored instant: UTC with Z.</summary>
    public DateTimeOffset Instant()
    {
        reader.Read();
        return reader.GetDateTimeOffset();
    }

    public DateTimeOffset? InstantOrNull()
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : reader.GetDateTimeOffset();
    }

    public Exact Exact()
    {
        reader.Read();
        return ExactJsonConverter.Read(ref reader);
    }

    /// <summary>The objects of an array, in order; null when the value is null.</summary>
    public IReadOnlyList<T>? List<T>(Read<T> read)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("An array was expected.");
        if (!NextItem()) return [];
        var first = read(ref this);
        // Most lists have one item.
        if (!NextItem()) return [first];
        var items = new List<T>(4) { first };
        do items.Add(read(ref this));
        while (NextItem());
        return items;
    }

    private bool NextItem()
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray) return false;
        return reader.TokenType == JsonTokenType.StartObject ? true : throw new JsonException("An object was expected.");
    }
}
