using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Ledger.EventLog.Canonical;

/// <summary>Strings with the fewest escapes: quote, backslash and control characters, as PostgreSQL escapes them.</summary>
internal static class CanonicalString
{
    public static void Write(ref JsonScan scan, ByteBuffer output)
    {
        scan.Require((byte)'"');
        output.Append((byte)'"');
        while (true)
        {
            var plain = scan.Rest.IndexOfAny(CanonicalCheck.Special);
            if (plain < 0) throw scan.Refused("a string does not end");
            output.Append(scan.Rest[..plain]);
            scan.Skip(plain);
            if (scan.Take((byte)'"')) break;
            if (!scan.Take((byte)'\\')) throw scan.Refused("a string holds a control character");
            Escape(ref scan, output);
        }

        output.Append((byte)'"');
    }

    /// <summary>Compares two escaped keys by their unescaped bytes.</summary>
    public static int CompareKeys(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (!left.Contains((byte)'\\') && !right.Contains((byte)'\\')) return left.SequenceCompareTo(right);

        while (left.Length > 0 && right.Length > 0)
        {
            var order = Unescape(ref left).CompareTo(Unescape(ref right));
            if (order != 0) return order;
        }

        return left.Length.CompareTo(right.Length);
    }

    private static void Escape(ref JsonScan scan, ByteBuffer output)
    {
        var kind = scan.Next;
        scan.Skip(scan.AtEnd ? 0 : 1);
        switch (kind)
        {
            case (byte)'/': output.Append(kind); break;
            case (byte)'"' or (byte)'\\' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                output.Append((byte)'\\');
                output.Append(kind);
                break;
            case (byte)'u': Rune(ReadRune(ref scan), output); break;
            default: throw scan.Refused("an escape is unknown");
        }
    }

    private static Rune ReadRune(ref JsonScan scan)
    {
        var unit = Hex(ref scan);
        if (unit == 0) throw scan.Refused("\\u0000 cannot be stored");
        if (!char.IsSurrogate(unit)) return new Rune(unit);
        if (
            char.IsHighSurrogate(unit)
            && scan.Take((byte)'\\')
            && scan.Take((byte)'u')
            && System.Text.Rune.TryCreate(unit, Hex(ref scan), out var pair)
        )
        {
            return pair;
        }
        throw scan.Refused("half of a surrogate pair stands alone");
    }

    private static char Hex(ref JsonScan scan)
    {
        if (
            scan.Rest.Length < 4
            || !ushort.TryParse(scan.Rest[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
        )
        {
            throw scan.Refused("four hexadecimal digits were expected");
        }
        scan.Skip(4);
        return (char)unit;
    }

    private static void Rune(Rune rune, ByteBuffer output)
    {
        var shortened = rune.Value switch
        {
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '"' => '"',
            '\\' => '\\',
            _ => '\0',
        };
        if (shortened != 0)
        {
            output.Append((byte)'\\');
            output.Append((byte)shortened);
        }
        else if (rune.Value < 0x20)
        {
            output.Append("\\u00"u8);
            Utf8Formatter.TryFormat((byte)rune.Value, output.Take(2), out _, new('x', 2));
        }
        else
        {
            Span<byte> encoded = stackalloc byte[4];
            output.Append(encoded[..rune.EncodeToUtf8(encoded)]);
        }
    }

    private static byte Unescape(ref ReadOnlySpan<byte> key)
    {
        var first = key[0];
        if (first != '\\')
        {
            key = key[1..];
            return first;
        }

        var kind = key[1];
        if (kind == 'u')
        {
            var control = byte.Parse(key.Slice(4, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            key = key[6..];
            return control;
        }

        key = key[2..];
        return kind switch { (byte)'b' => 8, (byte)'f' => 12, (byte)'n' => 10, (byte)'r' => 13, (byte)'t' => 9, _ => kind };
    }
}
