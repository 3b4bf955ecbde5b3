using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1;

/// <summary>
/// Writes a line's share as <c>[lineId, percent, entitled, points]</c>: an order usually has twenty lines and may have thousands, and
/// member names would be most of what the log stores.
/// </summary>
public sealed class LineShareJsonConverter : JsonConverter<LineShare>
{
    public override LineShare Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Wrong();
        var line = Next(ref reader, JsonTokenType.String).GetString()!;
        var percent = Exact.Parse(Next(ref reader, JsonTokenType.String).GetString()!);
        var entitled = Next(ref reader, JsonTokenType.Number).GetDecimal();
        var points = Next(ref reader, JsonTokenType.Number).GetInt64();
        Next(ref reader, JsonTokenType.EndArray);
        return new LineShare(line, percent, entitled, points);
    }

    public override void Write(Utf8JsonWriter writer, LineShare value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartArray();
        writer.WriteStringValue(value.LineId);
        JsonSerializer.Serialize(writer, value.Percent, options);
        writer.WriteNumberValue(value.Entitled);
        writer.WriteNumberValue(value.Points);
        writer.WriteEndArray();
    }

    private static ref Utf8JsonReader Next(ref Utf8JsonReader reader, JsonTokenType expected)
    {
        if (!reader.Read() || reader.TokenType != expected) throw Wrong();
        return ref reader;
    }

    private static JsonException Wrong() => new("A line's share is [lineId, percent, entitled, points].");
}
