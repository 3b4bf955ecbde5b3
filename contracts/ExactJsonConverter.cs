using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1;

/// <summary>Reads and writes an <see cref="Exact"/> as text.</summary>
public sealed class ExactJsonConverter : JsonConverter<Exact>
{
    /// <summary>Longer than the text of any value of two 64-bit integers.</summary>
    private const int ShortMax = 64;

    public override Exact Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    /// <summary>Reads the number at the reader's current token; short ones are read without allocating a string.</summary>
    public static Exact Read(ref Utf8JsonReader reader)
    {
        try
        {
            if (reader.TokenType == JsonTokenType.Null) throw new JsonException("An exact number is text.");
            if (reader.HasValueSequence || reader.ValueSpan.Length > ShortMax) return Exact.Parse(reader.GetString()!);
            Span<char> text = stackalloc char[ShortMax];
            return Exact.Parse(text[..reader.CopyString(text)]);
        }
        catch (FormatException)
        {
            throw new JsonException("An exact number is a plain decimal or a fraction.");
        }
    }

    public override void Write(Utf8JsonWriter writer, Exact value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[ExactText.SmallMax];
        if (ExactText.TryWriteSmall(value, text, out var length)) writer.WriteStringValue(text[..length]);
        else writer.WriteStringValue(value.ToString());
    }
}
