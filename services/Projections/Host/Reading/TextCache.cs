using System.Text.Json;

namespace Ledger.Projections.Host;

/// <summary>
/// Short texts that were read a moment ago, so that an account, an order or a tier that many events name is one text and not one an event. A text that
/// meets another in its place takes it: the size is fixed. Thread-safe without a lock, because a place holds a text that never changes.
/// </summary>
internal static class TextCache
{
    private const int Places = 4096;
    private const int LengthMax = 48;
    private static readonly string?[] Texts = new string?[Places];

    /// <summary>The text that the reader stands on.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length > LengthMax) return reader.GetString()!;
        var bytes = reader.ValueSpan;
        ref var place = ref Texts[PlaceOf(bytes)];
        var known = place;
        if (known is not null && known.Length == bytes.Length && Equal(known, bytes)) return known;
        return place = reader.GetString()!;
    }

    private static int PlaceOf(ReadOnlySpan<byte> text)
    {
        var hash = 2166136261U;
        foreach (var letter in text) hash = unchecked((hash ^ letter) * 16777619U);
        return (int)((hash ^ (hash >> 15)) % Places);
    }

    // Letter by letter, so only ASCII is ever found again.
    private static bool Equal(string text, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (text[i] != bytes[i] || bytes[i] > 127) return false;
        }

        return true;
    }
}
