using System.Text;
using System.Text.Unicode;

namespace Ledger.Hosting;

/// <summary>Decodes percent escapes of UTF-8 in URLs (RFC 3986).</summary>
internal static class PercentText
{
    /// <summary>The decoded text; null when its bytes are not UTF-8 or contain U+0000.</summary>
    /// <param name="escaped">A segment of a path, or a name or value of a query in which every + has been replaced by a blank.</param>
    public static string? Decode(string escaped, out string? fault)
    {
        fault = null;
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(escaped.Length)];
        var length = 0;
        for (var i = 0; i < escaped.Length; i++)
        {
            // A percent sign without two hexadecimal digits is taken literally, as servers commonly do.
            if (escaped[i] == '%' && i + 2 < escaped.Length && char.IsAsciiHexDigit(escaped[i + 1]) && char.IsAsciiHexDigit(escaped[i + 2]))
            {
                bytes[length++] = Convert.ToByte(escaped.Substring(i + 1, 2), 16);
                i += 2;
                continue;
            }

            Rune.TryGetRuneAt(escaped, i, out var rune);
            length += rune.EncodeToUtf8(bytes.AsSpan(length));
            i += rune.Utf16SequenceLength - 1;
        }

        var text = bytes.AsSpan(0, length);
        if (!Utf8.IsValid(text)) fault = "holds bytes that are not UTF-8";
        else if (text.Contains((byte)0)) fault = "holds U+0000";
        return fault is null ? Encoding.UTF8.GetString(text) : null;
    }
}
