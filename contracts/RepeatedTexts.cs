using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Ledger.Contracts.V1;

/// <summary>
/// Short texts that many facts and events share, like line ids, stock codes, accounts and books, kept so that each is made once and not for
/// every line. It never grows: a text that comes takes the place of one that came longer ago. Threads may use it at once; the worst that
/// can happen is that one makes a text that another has just made.
/// </summary>
public static class RepeatedTexts
{
    /// <summary>What is longer is hardly ever the same twice.</summary>
    private const int LengthMax = 32;

    // A power of two. Enough for the stock codes and the customers of a shop at once.
    private const int Places = 1 << 14;

    private static readonly string?[] Texts = new string?[Places];

    /// <summary>The text that the reader stands on.</summary>
    /// <exception cref="InvalidOperationException">The text is no Unicode.</exception>
    public static string Read(ref Utf8JsonReader reader)
    {
        var utf8 = reader.ValueSpan;
        if (reader.ValueIsEscaped || reader.HasValueSequence || utf8.Length > LengthMax) return reader.GetString()!;
        var first = (int)(Hash(utf8) >> 40) & (Places - 1);
        var second = first ^ 1;
        // A comparison byte by char, which only ASCII can pass: of such text there is no other form.
        if (Texts[first] is { } text && Ascii.Equals(utf8, text)) return text;
        if (Texts[second] is { } other && Ascii.Equals(utf8, other)) return other;
        var made = reader.GetString()!;
        if (made.Length == utf8.Length)
        {
            Texts[second] = Texts[first];
            Texts[first] = made;
        }

        return made;
    }

    private static ulong Hash(ReadOnlySpan<byte> utf8)
    {
        const ulong Odd = 0x9E3779B97F4A7C15;
        unchecked
        {
            var hash = (ulong)utf8.Length;
            for (; utf8.Length >= sizeof(ulong); utf8 = utf8[sizeof(ulong)..])
            {
                hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8)) * Odd;
                hash ^= hash >> 32;
            }

            var rest = 0UL;
            foreach (var one in utf8) rest = (rest << 8) | one;
            return (hash ^ rest) * Odd;
        }
    }
}
