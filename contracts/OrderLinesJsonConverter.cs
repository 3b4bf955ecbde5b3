using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1;

/// <summary>
/// Writes the lines of a recorded order as <c>[lineId, sku, quantity, unitPrice, category, discount, kind]</c>. Absent values are null, and
/// left out at the end of the array: nearly all lines are merchandise without a discount of their own. An order usually has twenty lines,
/// and member names would be most of what the log stores and the database parses and sorts. In incoming facts a line is an object.
/// </summary>
public sealed class OrderLinesJsonConverter : JsonConverter<IReadOnlyList<OrderLine>>
{
    public override IReadOnlyList<OrderLine> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Wrong();
        var lines = new List<OrderLine>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray) lines.Add(Line(ref reader));
        return reader.TokenType == JsonTokenType.EndArray ? lines : throw Wrong();
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<OrderLine> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartArray();
        foreach (var line in value)
        {
            var length = LengthOf(line);
            writer.WriteStartArray();
            writer.WriteStringValue(line.LineId);
            writer.WriteStringValue(line.Sku);
            writer.WriteNumberValue(line.Quantity);
            writer.WriteNumberValue(line.UnitPrice);
            if (length > 4) writer.WriteStringValue(line.Category);
            if (length > 5 && line.Discount == 0) writer.WriteNullValue();
            else if (length > 5) writer.WriteNumberValue(line.Discount);
            if (length > 6) writer.WriteStringValue(line.Kind);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    /// <summary>Number of values in a line's array, up to the last that is not absent.</summary>
    internal static int LengthOf(OrderLine line) => line.Kind != OrderLine.Merchandise ? 7
        : line.Discount != 0 ? 6
        : line.Category is not null ? 5
        : 4;

    private static OrderLine Line(ref Utf8JsonReader reader)
    {
        var lineId = Text(ref reader);
        var sku = Text(ref reader);
        var quantity = Number(ref reader);
        var unitPrice = Number(ref reader);
        string? category = null, kind = null;
        var discount = 0m;
        if (More(ref reader) && reader.TokenType != JsonTokenType.Null) category = TextHere(ref reader);
        if (More(ref reader) && reader.TokenType != JsonTokenType.Null) discount = NumberHere(ref reader);
        if (More(ref reader) && reader.TokenType != JsonTokenType.Null) kind = TextHere(ref reader);
        if (More(ref reader)) throw Wrong();
        return new OrderLine(lineId, sku, quantity, unitPrice, category, discount, kind ?? OrderLine.Merchandise);
    }

    // Moves to the next value of the array; false at its end, where the reader then stays.
    private static bool More(ref Utf8JsonReader reader) =>
        reader.TokenType != JsonTokenType.EndArray && reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    private static string Text(ref Utf8JsonReader reader) => reader.Read() ? TextHere(ref reader) : throw Wrong();

    private static decimal Number(ref Utf8JsonReader reader) => reader.Read() ? NumberHere(ref reader) : throw Wrong();

    private static string TextHere(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? RepeatedTexts.Read(ref reader) : throw Wrong();

    private static decimal NumberHere(ref Utf8JsonReader reader) =>
        AmountJsonConverter.TryRead(ref reader, out var number) ? number : throw Wrong();

    private static JsonException Wrong() =>
        new("A line of a recorded order is [lineId, sku, quantity, unitPrice, category, discount, kind], to the last that it has.");
}
