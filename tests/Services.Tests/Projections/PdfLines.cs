using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace Ledger.Services.Tests.Projections;

/// <summary>A PDF as another library reads it: the lines of its pages from top to bottom, each with its cells from left to right.</summary>
internal static class PdfLines
{
    // The gap between cells, in points: gaps within a cell are smaller, gaps between cells larger.
    private const double CellGap = 5;

    public static List<List<string>> Read(byte[] file)
    {
        using var document = PdfDocument.Open(file);
        return [.. document.GetPages().SelectMany(Lines)];
    }

    /// <summary>How many pages there are, and how many pictures on each.</summary>
    public static List<int> PicturesByPage(byte[] file)
    {
        using var document = PdfDocument.Open(file);
        return [.. document.GetPages().Select(page => page.GetImages().Count())];
    }

    private static IEnumerable<List<string>> Lines(Page page) => page.Letters
        .GroupBy(letter => Math.Round(letter.StartBaseLine.Y, 1))
        .OrderByDescending(line => line.Key)
        .Select(line => Cells([.. line.OrderBy(letter => letter.StartBaseLine.X)]));

    private static List<string> Cells(List<Letter> line)
    {
        var cells = new List<string> { "" };
        for (var i = 0; i < line.Count; i++)
        {
            if (i > 0 && line[i].StartBaseLine.X - line[i - 1].EndBaseLine.X > CellGap) cells.Add("");
            // A font may have one glyph for several blanks, so a reader cannot tell them apart.
            cells[^1] += line[i].Value.Replace('\u00A0', ' ').Replace('\u202F', ' ');
        }

        return cells;
    }
}
