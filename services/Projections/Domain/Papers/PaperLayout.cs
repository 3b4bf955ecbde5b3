using System.Globalization;

namespace Ledger.Projections.Domain.Papers;

/// <summary>
/// Lays a paper out on pages of A4 in landscape. All measures come from the typefaces, so the same paper always gives the same pages.
/// Characters that the typefaces lack are replaced (<see cref="Typeface.Printable"/>), and text wider than its column is wrapped: nothing
/// is cut.
/// </summary>
public sealed class PaperLayout
{
    /// <summary>The width of a page, in points.</summary>
    public const double Width = 842;

    /// <inheritdoc cref="Width"/>
    public const double Height = 595;

    internal const double Margin = 40;
    internal const double Right = Width - Margin;
    private const double FootSize = 6.5;
    private const double FootLine = 9;
    internal const double TextSize = 8;
    internal const double TextLine = 11;
    private const double HeadingSize = 9.5;
    private const double HeadingLine = 13;
    private const double HeadingGap = 14;
    internal const double CellGap = 8;
    private const double RowGap = 2;

    private readonly Typeface plain;
    private readonly Typeface strong;
    private readonly Paper paper;
    private readonly List<Sheet> sheets = [];
    private readonly IReadOnlyList<string> foot;
    private Sheet sheet = new();
    private double y;

    private PaperLayout(Paper paper, Typeface plain, Typeface strong)
    {
        (this.paper, this.plain, this.strong) = (paper, plain, strong);
        foot = plain.Lines(plain.Printable(paper.Foot), FootSize, Right - Margin - 110);
    }

    private double Bottom => Height - Margin - (foot.Count * FootLine) - 6;

    /// <summary>The pages of a paper; at least one.</summary>
    /// <param name="paper">The content.</param>
    /// <param name="plain">The regular typeface.</param>
    /// <param name="strong">The strong typeface, for headings and sums.</param>
    /// <param name="hasPicture">Whether to leave room for a picture at the head.</param>
    public static IReadOnlyList<PaperPage> Pages(Paper paper, Typeface plain, Typeface strong, bool hasPicture)
    {
        ArgumentNullException.ThrowIfNull(paper);
        ArgumentNullException.ThrowIfNull(plain);
        ArgumentNullException.ThrowIfNull(strong);
        return new PaperLayout(paper, plain, strong).Pages(hasPicture);
    }

    private List<PaperPage> Pages(bool hasPicture)
    {
        Head(hasPicture ? new PlacedBox(Right - 150, Margin, 150, 60) : null);
        foreach (var table in paper.Tables) Table(table);
        for (var i = 0; i < sheets.Count; i++) Foot(sheets[i], i + 1);
        return sheets.ConvertAll(one => new PaperPage(one.Texts, one.Rules, one.Picture));
    }

    private void Head(PlacedBox? picture)
    {
        Begin();
        sheet.Picture = picture;
        var width = (picture?.X ?? Right) - Margin - CellGap;
        y = Margin + 12;
        Paragraph(paper.Name, strong, 12, 15, Margin, width);
        y += 8;
        Paragraph(paper.Title, strong, 16, 20, Margin, width);
        y += 2;
        var names = paper.Lines.Select(line => strong.Printable(line.Name)).ToList();
        var indent = Margin + names.Select(name => strong.WidthOf(name, TextSize)).DefaultIfEmpty(0).Max() + (2 * CellGap);
        for (var i = 0; i < names.Count; i++)
        {
            Put(Margin, TextSize, isStrong: true, names[i]);
            Paragraph(paper.Lines[i].Text, plain, TextSize, TextLine + 1, indent, width - (indent - Margin));
        }
    }

    // Places wrapped lines of text below each other. Afterwards y is the next base line.
    private void Paragraph(string text, Typeface face, double size, double line, double x, double width)
    {
        foreach (var one in face.Lines(face.Printable(text), size, width))
        {
            Put(x, size, face == strong, one);
            y += line;
        }
    }

    private void Table(PaperTable table)
    {
        var grid = new PaperGrid(table, plain, strong);
        var heading = strong.Lines(strong.Printable(table.Heading), HeadingSize, Right - Margin);
        // Starts a new page when a heading would be alone at the end of this one.
        if (y + HeadingGap + (heading.Count * HeadingLine) + grid.HeadHeight + (2 * TextLine) > Bottom) Begin();
        y += HeadingGap;
        Heading(table);
        if (table.Columns.Count == 0) return;
        Head(grid);
        foreach (var row in table.Rows) Row(grid, row);
    }

    private void Head(PaperGrid grid)
    {
        for (var line = 0; line * TextLine < grid.HeadHeight; line++)
        {
            Line(grid, grid.Names, line, isStrong: true);
            y += TextLine;
        }

        y += 4 - TextLine;
        sheet.Rules.Add(new PlacedRule(Margin, Right, y));
        y += TextLine;
    }

    // A row is kept together on one page, unless it is longer than a page.
    private void Row(PaperGrid grid, PaperRow row)
    {
        var cells = grid.Lines(row.Cells, row.IsStrong ? strong : plain);
        var lines = cells.Max(cell => cell.Count);
        if (y + ((lines - 1) * TextLine) > Bottom) Continue(grid);
        for (var line = 0; line < lines; line++)
        {
            if (y > Bottom) Continue(grid);
            Line(grid, cells, line, row.IsStrong);
            y += TextLine;
        }

        y += RowGap;
    }

    private void Continue(PaperGrid grid)
    {
        Begin();
        y += HeadingLine - FootLine;
        Heading(grid.Table);
        Head(grid);
    }

    private void Heading(PaperTable table) => Paragraph(table.Heading, strong, HeadingSize, HeadingLine, Margin, Right - Margin);

    // Places one line of each cell that has that many lines.
    private void Line(PaperGrid grid, IReadOnlyList<IReadOnlyList<string>> cells, int line, bool isStrong)
    {
        for (var column = 0; column < cells.Count; column++)
        {
            if (line >= cells[column].Count) continue;
            var text = cells[column][line];
            var room = grid.Widths[column] - (isStrong ? strong : plain).WidthOf(text, TextSize);
            Put(grid.Lefts[column] + (grid.Table.Columns[column].IsNumber ? room : 0), TextSize, isStrong, text);
        }
    }

    private void Put(double x, double size, bool isStrong, string text)
    {
        if (text.Length > 0) sheet.Texts.Add(new PlacedText(x, y, size, isStrong, text));
    }

    // Starts a new page. All pages but the first repeat the name.
    private void Begin()
    {
        sheet = new Sheet();
        sheets.Add(sheet);
        y = Margin + 8;
        if (sheets.Count == 1) return;
        var account = paper.Lines.Count > 0 ? $" · {paper.Lines[0].Text}" : "";
        Paragraph($"{paper.Name} · {paper.Title}{account}", plain, FootSize, FootLine, Margin, Right - Margin);
        y += 6;
    }

    private void Foot(Sheet at, int number)
    {
        (sheet, y) = (at, Height - Margin - ((foot.Count - 1) * FootLine));
        var page = plain.Printable(string.Format(CultureInfo.InvariantCulture, paper.PageOf, number, sheets.Count));
        Put(Right - plain.WidthOf(page, FootSize), FootSize, isStrong: false, page);
        foreach (var line in foot)
        {
            Put(Margin, FootSize, isStrong: false, line);
            y += FootLine;
        }

        sheet.Rules.Add(new PlacedRule(Margin, Right, Height - Margin - (foot.Count * FootLine)));
    }

    /// <summary>A page that is being laid out.</summary>
    private sealed class Sheet
    {
        public List<PlacedText> Texts { get; } = [];

        public List<PlacedRule> Rules { get; } = [];

        public PlacedBox? Picture { get; set; }
    }
}
