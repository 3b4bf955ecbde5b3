using Ledger.Projections.Domain.Papers;
using PdfSharp.Fonts;

namespace Ledger.Projections.Host.Statements;

/// <summary>
/// The two typefaces of papers: DejaVu Sans Condensed, regular and bold, with Latin, Greek and Cyrillic letters. They are embedded in the
/// service, so a paper looks the same wherever it is made.
/// </summary>
internal sealed class PdfFonts : IFontResolver
{
    /// <summary>The font family's name.</summary>
    public const string Family = "DejaVu Sans Condensed";

    private const string PlainFile = "DejaVuSansCondensed.ttf";
    private const string StrongFile = "DejaVuSansCondensed-Bold.ttf";

    private static readonly byte[] PlainBytes = Bytes(PlainFile);
    private static readonly byte[] StrongBytes = Bytes(StrongFile);

    static PdfFonts() => GlobalFontSettings.FontResolver = new PdfFonts();

    private PdfFonts()
    {
    }

    public static Typeface Plain { get; } = Typeface.Read(PlainBytes);

    public static Typeface Strong { get; } = Typeface.Read(StrongBytes);

    /// <inheritdoc/>
    public FontResolverInfo? ResolveTypeface(string familyName, bool bold, bool italic) =>
        familyName == Family && !italic ? new FontResolverInfo(bold ? StrongFile : PlainFile) : null;

    /// <inheritdoc/>
    public byte[]? GetFont(string faceName) => faceName == StrongFile ? StrongBytes : PlainBytes;

    private static byte[] Bytes(string file)
    {
        using var stream = typeof(PdfFonts).Assembly.GetManifestResourceStream($"font.{file}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
