using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Ledger.Contracts.V1;

/// <summary>
/// A cache of short texts that many facts and events share, like line ids, stock codes, accounts and books, so that not every line
/// allocates its own. Its size is fixed: a new text replaces an older one with the same hash slot. It is safe without a lock: in a race two
/// threads at worst allocate the same text twice.
/// </summary>
public static class RepeatedTexts
{
    /// <summary>Longest cached text, in UTF-8 bytes: longer texts hardly ever repeat.</summary>
    private const int LengthMax = 32;

    // Number of slots, a power of two: enough for the stock codes and customers of a shop.
    private const int Places = 1 << 14;

    private static readonly string?[] Texts = new string?[Places];

    /// <summary>Reads the text at the reader's current token.</summary>
    /// <exception cref="InvalidOperationException">The text is not valid Unicode.</exception>
    public static string Read(ref Utf8JsonReader reader)
    {
        var utf8 = reader.ValueSpan;
        if (reader.ValueIsEscaped || reader.HasValueSequence || utf8.Length > LengthMax) return reader.GetString()!;
        var first = (int)(Hash(utf8) >> 40) & (Places - 1);
        var second = first ^ 1;
        // Compares byte by char, which is correct because only ASCII text is cached.
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
