using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Contracts.V1;

namespace Ledger.Projections.Host;

/// <summary>Reads text; the words that nearly every entry has are not made anew each time.</summary>
internal sealed class KnownTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.ValueIsEscaped || reader.HasValueSequence ? reader.GetString() : Known(reader.ValueSpan) ?? reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static string? Known(ReadOnlySpan<byte> text)
    {
        switch (text.Length)
        {
            case 4: return text.SequenceEqual("held"u8) ? Books.Held : null;
            case 6: return text.SequenceEqual("points"u8) ? "points" : null;
            case 7:
                if (text.SequenceEqual("account"u8)) return "account";
                if (text.SequenceEqual("pending"u8)) return Books.Pending;
                if (text.SequenceEqual("expired"u8)) return Books.Expired;
                return text.SequenceEqual("arrears"u8) ? Books.Arrears : null;
            case 8:
                if (text.SequenceEqual("issuance"u8)) return Books.Issuance;
                if (text.SequenceEqual("cashback"u8)) return "cashback";
                return text.SequenceEqual("redeemed"u8) ? Books.Redeemed : null;
            case 9: return text.SequenceEqual("available"u8) ? Books.Available : null;
            default: return null;
        }
    }
}
