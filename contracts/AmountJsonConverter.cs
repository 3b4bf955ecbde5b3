using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1;

/// <summary>Numbers that must be read without loss: at most 15 digits before the point and 10 after it (domain.md §2).</summary>
public sealed class AmountJsonConverter : JsonConverter<decimal>
{
    /// <summary>Begins the message of the exception for a number outside the range, so that callers can tell it from a wrong
    /// type.</summary>
    public const string OutOfRange = "A number has at most 15 digits before the point and 10 after it";

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number) throw new JsonException("A number was expected.");
        if (TryRead(ref reader, out var value)) return value;
        var raw = Raw(ref reader);
        throw new JsonException($"{OutOfRange}; this one is {(raw.Length > 40 ? raw[..40] + "…" : raw)}.");
    }

    /// <summary>Reads the reader's current token; false when it is not a number or outside the range.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out decimal value)
    {
        value = 0;
        if (reader.TokenType != JsonTokenType.Number) return false;
        return (!reader.HasValueSequence && TryReadSmall(reader.ValueSpan, out value)) || TryParse(Raw(ref reader), out value);
    }

    private static string Raw(ref Utf8JsonReader reader) =>
        Encoding.ASCII.GetString(
            reader.HasValueSequence ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence) : reader.ValueSpan);

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    /// <summary>Reads a JSON number by value: trailing zeros and an exponent do not count as digits. False when it is outside the range;
    /// digits are never cut.</summary>
    public static bool TryParse(string raw, out decimal value)
    {
        ArgumentNullException.ThrowIfNull(raw);
        value = 0;
        var text = raw.AsSpan();
        var negative = text.Length > 0 && text[0] == '-';
        if (negative) text = text[1..];
        var exponent = 0;
        var mark = text.IndexOfAny('e', 'E');
        if (mark >= 0)
        {
            if (
                text.Length - mark > 6
                || !int.TryParse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            )
            {
                return false;
            }
            text = text[..mark];
        }

        var dot = text.IndexOf('.');
        var whole = dot < 0 ? text : text[..dot];
        var fraction = dot < 0 ? [] : text[(dot + 1)..];
        Span<char> digits = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        whole.CopyTo(digits);
        fraction.CopyTo(digits[whole.Length..]);
        digits = digits[..(whole.Length + fraction.Length)];
        var scale = fraction.Length - exponent;
        while (digits.Length > 0 && digits[^1] == '0')
        {
            digits = digits[..^1];
            scale--;
        }

        var significant = digits.TrimStart('0');
        if (significant.Length == 0) return true;
        if (scale > 10 || significant.Length - scale > 15) return false;
        var mantissa = decimal.Parse(significant, NumberStyles.None, CultureInfo.InvariantCulture);
        for (; scale < 0; scale++) mantissa *= 10;
        value = WithScale(mantissa, negative, scale);
        return true;
    }

    // The fast path for nearly all numbers: digits that fit into 64 bits, without an exponent. TryParse reads every other number.
    private static bool TryReadSmall(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        var negative = text[0] == '-';
        if (negative) text = text[1..];
        var dot = text.IndexOf((byte)'.');
        if (dot >= 0) text = text.TrimEnd((byte)'0');
        if (text.Length > 15) return false;
        var number = 0L;
        for (var i = 0; i < text.Length; i++)
        {
            if (i == dot) continue;
            if (!char.IsAsciiDigit((char)text[i])) return false;
            number = (number * 10) + (text[i] - '0');
        }

        var scale = dot < 0 ? 0 : text.Length - dot - 1;
        if (scale > 10) return false;
        value = WithScale(number, negative && number != 0, scale);
        return true;
    }

    private static decimal WithScale(decimal mantissa, bool negative, int scale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(mantissa, bits);
        return new decimal(bits[0], bits[1], bits[2], negative, (byte)scale);
    }
}
