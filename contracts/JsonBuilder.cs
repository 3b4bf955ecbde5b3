using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ledger.Contracts.V1;

/// <summary>
/// Builds JSON byte by byte in the form of <see cref="Wire.Options"/>: no blanks, absent rather than null. It does not validate its calls;
/// tests compare its output with the general writer's. It exists because the general writer checks every name and nesting again for each
/// value, which for events of known shapes is most of its time.
/// </summary>
internal sealed class JsonBuilder
{
    // A larger buffer is not reused for the next text.
    private const int KeptMax = 1 << 18;
    private const int KeptMin = 1 << 12;

    // A sign, a point, a zero before the point and 29 digits.
    private const int NumberMax = 32;

    // ASCII characters that need no escapes. Text with any other character is left to the general writer.
    private static readonly SearchValues<char> Plain = SearchValues.Create([
        .. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(one => one is not ('"' or '\\')),
    ]);

    private readonly byte[] instant = new byte[InstantJsonConverter.LengthMax];
    private DateTimeOffset instantWritten = DateTimeOffset.MinValue;
    private int instantLength;
    private byte[] bytes = new byte[KeptMin];
    private int length;

    /// <summary>Starts a new text, even if the previous one was left unfinished.</summary>
    public void Begin()
    {
        length = 0;
        if (bytes.Length > KeptMax) bytes = new byte[KeptMin];
    }

    public byte[] ToArray() => bytes.AsSpan(0, length).ToArray();

    /// <summary>Starts the next member or element, with a comma unless it is the first.</summary>
    public void Item()
    {
        if (length > 0 && bytes[length - 1] is not ((byte)'{' or (byte)'[')) Byte((byte)',');
    }

    /// <summary>Opens an object or a list, as an element or after a name.</summary>
    public void Open(char bracket) => Byte((byte)bracket);

    public void Close(char bracket) => Byte((byte)bracket);

    /// <summary>Writes the name of the next member. It is not escaped: the contracts' names need no escapes.</summary>
    public void Name(ReadOnlySpan<byte> name)
    {
        Item();
        var to = Room(name.Length + 3);
        to[0] = (byte)'"';
        name.CopyTo(to[1..]);
        to[name.Length + 1] = (byte)'"';
        to[name.Length + 2] = (byte)':';
        length += name.Length + 3;
    }

    public void Member(ReadOnlySpan<byte> name, string? text)
    {
        if (text is null) return;
        Name(name);
        Text(text);
    }

    public void Member(ReadOnlySpan<byte> name, long number)
    {
        Name(name);
        Number(number);
    }

    public void Member(ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } some) Member(name, some);
    }

    public void Member(ReadOnlySpan<byte> name, decimal number)
    {
        Name(name);
        Number(number);
    }

    public void Member(ReadOnlySpan<byte> name, bool value)
    {
        Name(name);
        Raw(value ? "true"u8 : "false"u8);
    }

    public void Member(ReadOnlySpan<byte> name, Exact number)
    {
        Name(name);
        Number(number);
    }

    public void Member(ReadOnlySpan<byte> name, Exact? number)
    {
        if (number is { } some) Member(name, some);
    }

    public void Member(ReadOnlySpan<byte> name, DateTimeOffset at)
    {
        Name(name);
        Instant(at);
    }

    public void Member(ReadOnlySpan<byte> name, DateTimeOffset? at)
    {
        if (at is { } some) Member(name, some);
    }

    public void Member(ReadOnlySpan<byte> name, IReadOnlyDictionary<string, string>? texts)
    {
        if (texts is null) return;
        Name(name);
        Open('{');
        foreach (var (key, text) in texts)
        {
            Item();
            Text(key);
            Byte((byte)':');
            if (text is null) Null();
            else Text(text);
        }

        Close('}');
    }

    public void Member<T>(ReadOnlySpan<byte> name, IReadOnlyList<T>? items, Action<JsonBuilder, T> write)
    {
        if (items is null) return;
        Name(name);
        Open('[');
        for (var i = 0; i < items.Count; i++)
        {
            Item();
            write(this, items[i]);
        }

        Close(']');
    }

    public void Null() => Raw("null"u8);

    public void Text(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(Plain))
        {
            Raw(JsonSerializer.SerializeToUtf8Bytes(text, Wire.Options));
            return;
        }

        var to = Room(text.Length + 2);
        to[0] = (byte)'"';
        Ascii.FromUtf16(text, to[1..], out _);
        to[text.Length + 1] = (byte)'"';
        length += text.Length + 2;
    }

    public void Number(long number)
    {
        number.TryFormat(Room(NumberMax), out var count, provider: CultureInfo.InvariantCulture);
        length += count;
    }

    /// <summary>Writes a number with all digits that it has, trailing zeros included.</summary>
    public void Number(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var mantissa = ((ulong)unchecked((uint)bits[1]) << 32) | unchecked((uint)bits[0]);
        if (bits[2] == 0 && mantissa != 0) Number(mantissa, bits[3] < 0, (bits[3] >> 16) & 0xff);
        else
        {
            // Zero, which may have a sign, and numbers of more than 64 bits.
            Utf8Formatter.TryFormat(number, Room(NumberMax), out var count);
            length += count;
        }
    }

    public void Number(Exact number)
    {
        Span<char> text = stackalloc char[ExactText.SmallMax];
        if (!ExactText.TryWriteSmall(number, text, out var count))
        {
            Text(number.ToString());
            return;
        }

        var to = Room(count + 2);
        to[0] = (byte)'"';
        Ascii.FromUtf16(text[..count], to[1..], out _);
        to[count + 1] = (byte)'"';
        length += count + 2;
    }

    /// <summary>Writes an instant. The last one is cached, because consecutive events mostly have the same instants.</summary>
    public void Instant(DateTimeOffset at)
    {
        if (instantLength == 0 || at.UtcTicks != instantWritten.UtcTicks)
        {
            Span<char> text = stackalloc char[InstantJsonConverter.LengthMax];
            Ascii.FromUtf16(InstantJsonConverter.Format(at, text), instant, out instantLength);
            instantWritten = at;
        }

        Quoted(instant.AsSpan(0, instantLength));
    }

    private void Number(ulong mantissa, bool isNegative, int scale)
    {
        Span<byte> digits = stackalloc byte[20];
        mantissa.TryFormat(digits, out var count, provider: CultureInfo.InvariantCulture);
        var to = Room(NumberMax);
        var at = 0;
        if (isNegative) to[at++] = (byte)'-';
        var whole = Math.Max(count - scale, 0);
        if (whole == 0) to[at++] = (byte)'0';
        digits[..whole].CopyTo(to[at..]);
        at += whole;
        if (scale > 0)
        {
            to[at++] = (byte)'.';
            for (var zeros = scale - count; zeros > 0; zeros--) to[at++] = (byte)'0';
            digits[whole..count].CopyTo(to[at..]);
            at += count - whole;
        }

        length += at;
    }

    private void Quoted(ReadOnlySpan<byte> text)
    {
        Byte((byte)'"');
        Raw(text);
        Byte((byte)'"');
    }

    private void Raw(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        length += text.Length;
    }

    private void Byte(byte one)
    {
        Room(1)[0] = one;
        length++;
    }

    private Span<byte> Room(int count)
    {
        if (bytes.Length - length < count) Array.Resize(ref bytes, Math.Max(2 * bytes.Length, length + count));
        return bytes.AsSpan(length);
    }
}
