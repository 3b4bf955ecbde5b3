using System.Buffers.Binary;
using System.Text;

namespace Ledger.Projections.Domain.Papers;

/// <summary>
/// What the layout needs of a TrueType font: which characters it has, and their widths. Characters beyond the Basic Multilingual Plane
/// count as missing.
/// </summary>
public sealed class Typeface
{
    /// <summary>Stands for a character that the font does not have.</summary>
    public const char Replacement = '\uFFFD';

    private const int Missing = -1;

    // The width of each character, as a fraction of an em.
    private readonly double[] widths;

    private Typeface(double[] widths) => this.widths = widths;

    /// <summary>Reads a font file.</summary>
    /// <exception cref="FormatException">The file has no table of Unicode characters, or lacks another table that is needed.</exception>
    public static Typeface Read(ReadOnlySpan<byte> file)
    {
        var unitsPerEm = Number(Table(file, "head"), 18);
        var metrics = Number(Table(file, "hhea"), 34);
        var advances = Table(file, "hmtx");
        var widths = new double[char.MaxValue + 1];
        Array.Fill(widths, Missing);
        foreach (var (one, glyph) in Characters(Table(file, "cmap")))
        {
            // Glyphs after the last one listed have the width of that one.
            widths[one] = (double)Number(advances, 4 * Math.Min(glyph, metrics - 1)) / unitsPerEm;
        }

        return new Typeface(widths);
    }

    public bool Has(char one) => widths[one] >= 0;

    /// <summary>The width of a text, in the unit of <paramref name="size"/>. The font must have all its characters.</summary>
    public double WidthOf(ReadOnlySpan<char> text, double size)
    {
        var width = 0.0;
        foreach (var one in text) width += widths[one];
        return width * size;
    }

    /// <summary>
    /// A text in the font's characters: a control character becomes a blank, any other missing character becomes one
    /// <see cref="Replacement"/>, also when it takes two UTF-16 units.
    /// </summary>
    public string Printable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0) return text;
        var printable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune)) printable.Append(' ');
            else printable.Append(rune.IsBmp && Has((char)rune.Value) ? (char)rune.Value : Replacement);
        }

        return printable.ToString();
    }

    /// <summary>Wraps a text to a width: at blanks, or anywhere within a word that is too wide by itself.</summary>
    public IReadOnlyList<string> Lines(string text, double size, double width)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (WidthOf(text, size) <= width) return [text];
        var lines = new List<string>();
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            var fits = Fitting(rest, size, width);
            var blank = fits < rest.Length ? rest[..(fits + 1)].LastIndexOf(' ') : -1;
            var end = blank > 0 ? blank : fits;
            lines.Add(rest[..end].ToString());
            rest = rest[end..].TrimStart(' ');
        }

        return lines;
    }

    // The number of characters that fit; at least one.
    private int Fitting(ReadOnlySpan<char> text, double size, double width)
    {
        var used = 0.0;
        for (var i = 0; i < text.Length; i++)
        {
            used += widths[text[i]] * size;
            if (used > width) return Math.Max(i, 1);
        }

        return text.Length;
    }

    // Format 4 of the cmap table: ranges of character codes, each with an offset to its glyph numbers or a list of them.
    private static List<(char One, int Glyph)> Characters(ReadOnlySpan<byte> cmap)
    {
        var found = new List<(char One, int Glyph)>();
        var map = cmap[Unicode(cmap)..];
        var runs = Number(map, 6) / 2;
        var (starts, deltas, offsets) = (16 + (2 * runs), 16 + (4 * runs), 16 + (6 * runs));
        for (var run = 0; run < runs; run++)
        {
            var (first, last) = (Number(map, starts + (2 * run)), Number(map, 14 + (2 * run)));
            var (delta, offset) = (Number(map, deltas + (2 * run)), Number(map, offsets + (2 * run)));
            for (var code = first; code <= last && code < char.MaxValue; code++)
            {
                var listed = offset == 0 ? code : Number(map, offsets + (2 * run) + offset + (2 * (code - first)));
                var glyph = listed == 0 ? 0 : (listed + delta) & 0xFFFF;
                if (glyph != 0) found.Add(((char)code, glyph));
            }
        }

        return found;
    }

    // The offset of the cmap subtable for Unicode on Windows.
    private static int Unicode(ReadOnlySpan<byte> cmap)
    {
        for (var i = 0; i < Number(cmap, 2); i++)
        {
            var entry = cmap[(4 + (8 * i))..];
            var at = (int)BinaryPrimitives.ReadUInt32BigEndian(entry[4..]);
            if (Number(entry, 0) == 3 && Number(entry, 2) == 1 && Number(cmap, at) == 4) return at;
        }

        throw new FormatException("The font has no table of Unicode characters.");
    }

    private static ReadOnlySpan<byte> Table(ReadOnlySpan<byte> file, string tag)
    {
        Span<byte> name = stackalloc byte[4];
        Encoding.ASCII.GetBytes(tag, name);
        for (var i = 0; i < Number(file, 4); i++)
        {
            var entry = file.Slice(12 + (16 * i), 16);
            if (!entry[..4].SequenceEqual(name)) continue;
            var (at, length) = (BinaryPrimitives.ReadUInt32BigEndian(entry[8..]), BinaryPrimitives.ReadUInt32BigEndian(entry[12..]));
            return file.Slice((int)at, (int)length);
        }

        throw new FormatException($"The font has no table {tag}.");
    }

    private static int Number(ReadOnlySpan<byte> table, int at) => BinaryPrimitives.ReadUInt16BigEndian(table[at..]);
}
