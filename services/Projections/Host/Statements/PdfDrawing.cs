using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Ledger.Projections.Domain.Papers;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace Ledger.Projections.Host.Statements;

/// <summary>Draws the pages of a paper as a PDF. The same paper always gives the same bytes.</summary>
internal static partial class PdfDrawing
{
    private static readonly XPdfFontOptions Unicode = new(PdfFontEncoding.Unicode);
    private static readonly XPen Thin = new(XColors.Gray, 0.5);

    /// <param name="paper">The content.</param>
    /// <param name="language">Its language tag (RFC 5646).</param>
    /// <param name="at">The creation time that the file states.</param>
    /// <param name="logo">A PNG or JPEG picture at its head; null: none.</param>
    public static byte[] Draw(Paper paper, string language, DateTimeOffset at, byte[]? logo)
    {
        var pages = PaperLayout.Pages(paper, PdfFonts.Plain, PdfFonts.Strong, logo is not null);
        using var document = new PdfDocument();
        // Only constant texts: PDFsharp writes these into XML without escaping.
        (document.Info.Title, document.Info.Creator, document.Info.CreationDate) = (paper.Title, "Ledger", at.UtcDateTime);
        document.Language = language;
        document.PageLayout = PdfPageLayout.OneColumn;
        var fonts = new Dictionary<(double Size, bool IsStrong), XFont>();
        foreach (var page in pages) Draw(document, page, fonts, logo);
        using var file = new MemoryStream();
        document.Save(file, closeStream: false);
        var bytes = file.ToArray();
        Settle(bytes);
        return bytes;
    }

    private static void Draw(PdfDocument document, PaperPage page, Dictionary<(double Size, bool IsStrong), XFont> fonts, byte[]? logo)
    {
        var sheet = document.AddPage();
        (sheet.Width, sheet.Height) = (XUnit.FromPoint(PaperLayout.Width), XUnit.FromPoint(PaperLayout.Height));
        using var canvas = XGraphics.FromPdfPage(sheet);
        foreach (var rule in page.Rules) canvas.DrawLine(Thin, rule.X1, rule.Y, rule.X2, rule.Y);
        foreach (var text in page.Texts)
        {
            if (!fonts.TryGetValue((text.Size, text.IsStrong), out var font))
            {
                var style = text.IsStrong ? XFontStyleEx.Bold : XFontStyleEx.Regular;
                fonts[(text.Size, text.IsStrong)] = font = new XFont(PdfFonts.Family, text.Size, style, Unicode);
            }

            canvas.DrawString(text.Text, font, XBrushes.Black, text.X, text.Y);
        }

        if (page.Picture is { } box && logo is not null) Draw(canvas, box, logo);
    }

    // As large as fits into the box, aligned to its top right corner.
    private static void Draw(XGraphics canvas, PlacedBox box, byte[] logo)
    {
        using var stream = new MemoryStream(logo, 0, logo.Length, writable: false, publiclyVisible: true);
        using var image = XImage.FromStream(stream);
        var scale = Math.Min(box.Width / image.PixelWidth, box.Height / image.PixelHeight);
        var (width, height) = (image.PixelWidth * scale, image.PixelHeight * scale);
        canvas.DrawImage(image, box.X + box.Width - width, box.Y, width, height);
    }

    /// <summary>
    /// Replaces the random names that PDFsharp writes (font tags, the file's id and the ids in its metadata), so that the file is
    /// reproducible. The ids are a hash of the rest of the file. Replacements have the same length, so offsets in the file stay valid.
    /// </summary>
    private static void Settle(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        var tags = new List<string>();
        foreach (Match font in FontTag().Matches(text))
        {
            var tag = font.Groups[1];
            if (!tags.Contains(tag.Value)) tags.Add(tag.Value);
            file.AsSpan(tag.Index, tag.Length).Fill((byte)('A' + tags.IndexOf(tag.Value)));
        }

        var ids = Id().Matches(text).SelectMany(match => match.Groups.Values.Skip(1)).Where(id => id.Success).ToList();
        foreach (var id in ids) file.AsSpan(id.Index, id.Length).Fill((byte)'0');
        var made = new Guid(SHA256.HashData(file).AsSpan(0, 16));
        foreach (var id in ids) Encoding.ASCII.GetBytes(made.ToString(id.Length == 32 ? "N" : "D"), file.AsSpan(id.Index, id.Length));
    }

    [GeneratedRegex(@"/([A-Z]{6})\+DejaVu")]
    private static partial Regex FontTag();

    [GeneratedRegex(@"/ID\s*\[\s*<([0-9A-Fa-f]{32})>\s*<([0-9A-Fa-f]{32})>|uuid:([0-9a-f-]{36})<")]
    private static partial Regex Id();
}
