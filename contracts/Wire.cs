using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ledger.Contracts.V1;

/// <summary>The JSON form of messages: camelCase, members in ordinal order, absent rather than null, text unescaped where JSON
/// allows.</summary>
public static class Wire
{
    /// <summary>The options for every message and every stored event. Unknown and duplicate members are errors.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>
    /// The options for reading answers: unknown members are ignored, because the ledger may be newer than its client.
    /// </summary>
    public static JsonSerializerOptions Lenient { get; } = CreateLenient();

    /// <summary>Applies the rules of <see cref="Options"/> to options that a library owns.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new InstantJsonConverter());
    }

    private static JsonSerializerOptions Create()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(ShapeProperties);
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = resolver,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };
        Configure(options);
        options.MakeReadOnly();
        return options;
    }

    private static JsonSerializerOptions CreateLenient()
    {
        var options = new JsonSerializerOptions(Options)
        {
            TypeInfoResolver = Options.TypeInfoResolver!.WithAddedModifier(type =>
            {
                if (type.Kind == JsonTypeInfoKind.Object) type.UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip;
            }),
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
            AllowDuplicateProperties = true,
        };
        options.MakeReadOnly();
        return options;
    }

    // Members are sorted in ordinal order, the canonical order of the log's chain, so written events need no second pass. Nearly all lines
    // are merchandise without a discount of their own, so kind and discount are left out then, as senders may do.
    private static void ShapeProperties(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        var sorted = type.Properties.OrderBy(property => property.Name, StringComparer.Ordinal).ToList();
        type.Properties.Clear();
        foreach (var property in sorted)
        {
            type.Properties.Add(property);
            // Null is written as absent, so a nullable member may be absent. Set after Add, because Add resets IsRequired.
            if (property.AssociatedParameter is { IsNullable: true }) property.IsRequired = false;
        }

        if (type.Type == typeof(OrderLine))
        {
            type.Properties.Single(property => property.Name == "kind").ShouldSerialize = (_, kind) => kind is not OrderLine.Merchandise;
        }
    }
}

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
