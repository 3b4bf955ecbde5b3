using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1;

/// <summary>Instants: ISO 8601 with an offset, converted to UTC (domain.md §1). A time without an offset is an error; digits beyond a
/// microsecond are cut, never rounded.</summary>
public sealed class InstantJsonConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>Length of 2011-03-08T00:00:00.0000000Z, the longest text.</summary>
    internal const int LengthMax = 28;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (TryRead(ref reader, out var instant)) return instant;
        throw new JsonException("A time is ISO 8601 text with an offset, like 2011-03-08T00:00:00Z.");
    }

    /// <summary>Reads the reader's current token; false when it is not a time.</summary>
    /// <exception cref="InvalidOperationException">The text is not valid Unicode.</exception>
    public static bool TryRead(ref Utf8JsonReader reader, out DateTimeOffset instant)
    {
        instant = default;
        return reader.TokenType == JsonTokenType.String
            && (TryReadUtc(ref reader, out instant) || TryParse(reader.GetString(), out instant));
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<char> text = stackalloc char[LengthMax];
        writer.WriteStringValue(Format(value, text));
    }

    /// <summary>Text in UTC with Z; fractions of a second only where they are not 0.</summary>
    public static string Format(DateTimeOffset value) => new(Format(value, stackalloc char[LengthMax]));

    // Uses .NET's round-trip form, the fastest, with seven decimals and Z, then removes trailing zeros.
    internal static Span<char> Format(DateTimeOffset value, Span<char> text)
    {
        value.UtcDateTime.TryFormat(text, out var length, "O", CultureInfo.InvariantCulture);
        var end = text[..(length - 1)].TrimEnd('0').TrimEnd('.').Length;
        text[end] = 'Z';
        return text[..(end + 1)];
    }

    // The fast path for UTC with Z and at most seven decimals of a second, which .NET parses without loss. TryParse reads every other form.
    private static bool TryReadUtc(ref Utf8JsonReader reader, out DateTimeOffset instant)
    {
        instant = default;
        if (
            reader.HasValueSequence
            || reader.ValueIsEscaped
            || reader.ValueSpan.Length is < 17 or > LengthMax
            || reader.ValueSpan[^1] != 'Z'
            || reader.ValueSpan[^2] == '.'
        )
        {
            return false;
        }
        if (!reader.TryGetDateTimeOffset(out var read)) return false;
        instant = CutToMicroseconds(read);
        return true;
    }

    /// <summary>
    /// Reads <c>yyyy-MM-ddTHH:mm[:ss[.digits]]</c> with Z or an offset of hours and minutes; false for anything else and for text of more
    /// than 64 characters. Digits of a second beyond six are cut, never rounded (domain.md §1).
    /// </summary>
    public static bool TryParse(string? text, out DateTimeOffset instant)
    {
        instant = default;
        if (text is null || text.Length is < 17 or > 64 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':')
        {
            return false;
        }
        var rest = text.AsSpan(16);
        if (!TryDigits(text.AsSpan(0, 4), out var year)
            || !TryDigits(text.AsSpan(5, 2), out var month)
            || !TryDigits(text.AsSpan(8, 2), out var day)
            || !TryDigits(text.AsSpan(11, 2), out var hour)
            || !TryDigits(text.AsSpan(14, 2), out var minute)
            || !TrySeconds(ref rest, out var second, out var microseconds)
            || !TryOffset(rest, out var offset)) return false;
        if (
            year < 1
            || month is < 1 or > 12
            || day < 1
            || day > DateTime.DaysInMonth(year, month)
            || hour > 23
            || minute > 59
            || second > 59
        )
        {
            return false;
        }
        var ticks =
            new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified).Ticks
            + (microseconds * TimeSpan.TicksPerMicrosecond)
            - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks) return false;
        instant = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool TrySeconds(ref ReadOnlySpan<char> rest, out int second, out int microseconds)
    {
        (second, microseconds) = (0, 0);
        if (rest[0] != ':') return true;
        if (rest.Length < 4 || !TryDigits(rest.Slice(1, 2), out second)) return false;
        rest = rest[3..];
        if (rest[0] != '.') return true;
        var length = rest[1..].IndexOfAnyExceptInRange('0', '9');
        if (length < 1) return false;
        var kept = Math.Min(length, 6);
        TryDigits(rest.Slice(1, kept), out microseconds);
        for (; kept < 6; kept++) microseconds *= 10;
        rest = rest[(length + 1)..];
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text is "Z") return true;
        if (
            text.Length != 6
            || text[0] is not ('+' or '-')
            || text[3] != ':'
            || !TryDigits(text.Slice(1, 2), out var hours)
            || !TryDigits(text.Slice(4, 2), out var minutes)
        )
        {
            return false;
        }
        offset = new TimeSpan(hours, minutes, 0);
        if (text[0] == '-') offset = -offset;
        return minutes < 60 && offset.Duration() <= TimeSpan.FromHours(14);
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (var one in text)
        {
            if (!char.IsAsciiDigit(one)) return false;
            number = (number * 10) + (one - '0');
        }

        return true;
    }

    private static DateTimeOffset CutToMicroseconds(DateTimeOffset utc) => utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
}
