using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace Ledger.Projections.Host.Reading;

/// <summary>
/// Finds the end of an array without parsing its items: most bytes of the log are lines and their shares, which no view reads. Blocks of 64
/// bytes are examined at once; texts with escapes byte by byte.
/// </summary>
internal static class JsonArrays
{
    private const int Block = 64;

    /// <summary>The index of the bracket that ends an array.</summary>
    /// <param name="json">Valid JSON, beginning after the array's opening bracket.</param>
    public static int End(ReadOnlySpan<byte> json)
    {
        var (depth, inText, at) = (1, false, 0);
        while (at + Block <= json.Length)
        {
            var block = json.Slice(at, Block);
            if (Mask(block, (byte)'\\') != 0)
            {
                if (EndWithin(json, ref at, at + Block, ref depth, ref inText)) return at;
                continue;
            }

            var texts = InTexts(Mask(block, (byte)'"'), ref inText);
            var (opened, closed) = (Mask(block, (byte)'[') & ~texts, Mask(block, (byte)']') & ~texts);
            if (BitOperations.PopCount(closed) >= depth)
            {
                for (var marks = opened | closed; marks != 0; marks &= marks - 1)
                {
                    var mark = BitOperations.TrailingZeroCount(marks);
                    if (block[mark] == '[') depth++;
                    else if (--depth == 0) return at + mark;
                }
            }
            else
            {
                depth += BitOperations.PopCount(opened) - BitOperations.PopCount(closed);
            }

            at += Block;
        }

        return EndWithin(json, ref at, json.Length, ref depth, ref inText) ? at : throw new JsonException("An array has no end.");
    }

    // Continues past the limit when it would stop within an escape.
    private static bool EndWithin(ReadOnlySpan<byte> json, ref int at, int limit, ref int depth, ref bool inText)
    {
        for (; at < limit; at++)
        {
            var letter = json[at];
            if (inText && letter == '\\') at++;
            else if (letter == '"') inText = !inText;
            else if (!inText && letter == '[') depth++;
            else if (!inText && letter == ']' && --depth == 0) return true;
        }

        return false;
    }

    private static ulong Mask(ReadOnlySpan<byte> block, byte letter)
    {
        ref var first = ref MemoryMarshal.GetReference(block);
        var wanted = Vector256.Create(letter);
        var low = Vector256.Equals(Vector256.LoadUnsafe(ref first), wanted).ExtractMostSignificantBits();
        var high = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)Vector256<byte>.Count), wanted).ExtractMostSignificantBits();
        return ((ulong)high << 32) | low;
    }

    // The bits within texts: those with an odd number of quotes up to and including them.
    private static ulong InTexts(ulong quotes, ref bool inText)
    {
        var texts = quotes;
        for (var width = 1; width < Block; width *= 2) texts ^= texts << width;
        if (inText) texts = ~texts;
        inText = texts >> (Block - 1) != 0;
        return texts;
    }
}
