using System.Globalization;

namespace Ledger.Projections.Domain.Papers;

/// <summary>Text on a page.</summary>
/// <param name="X">The left end, in points from the left edge of the page.</param>
/// <param name="Y">The base line, in points from the top edge of the page.</param>
/// <param name="Size">The font size, in points.</param>
/// <param name="IsStrong">Whether it is in the strong face.</param>
public sealed record PlacedText(double X, double Y, double Size, bool IsStrong, string Text);

/// <summary>A horizontal line on a page.</summary>
public sealed record PlacedRule(double X1, double X2, double Y);

/// <summary>The box that a picture is fitted into, aligned to its top right corner; in points.</summary>
public sealed record PlacedBox(double X, double Y, double Width, double Height);

/// <summary>A page.</summary>
/// <param name="Picture">The picture's box; null on pages without the picture.</param>
public sealed record PaperPage(IReadOnlyList<PlacedText> Texts, IReadOnlyList<PlacedRule> Rules, PlacedBox? Picture = null);

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

    private const double Margin = 40;
    private const double Right = Width - Margin;
    private const double FootSize = 6.5;
    private const double FootLine = 9;
    private const double TextSize = 8;
    private const double TextLine = 11;
    private const double HeadingSize = 9.5;
    private const double HeadingLine = 13;
    private const double HeadingGap = 14;
    private const double CellGap = 8;
    private const double RowGap = 2;

    // The largest width of the other columns, so that the wide column has room for its text.
    private const double NumberMax = 100;
    private const double OtherMax = 70;

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
        var grid = new Grid(table, plain, strong);
        var heading = strong.Lines(strong.Printable(table.Heading), HeadingSize, Right - Margin);
        // Starts a new page when a heading would be alone at the end of this one.
        if (y + HeadingGap + (heading.Count * HeadingLine) + grid.HeadHeight + (2 * TextLine) > Bottom) Begin();
        y += HeadingGap;
        Heading(table);
        if (table.Columns.Count == 0) return;
        Head(grid);
        foreach (var row in table.Rows) Row(grid, row);
    }

    private void Head(Grid grid)
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
    private void Row(Grid grid, PaperRow row)
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

    private void Continue(Grid grid)
    {
        Begin();
        y += HeadingLine - FootLine;
        Heading(grid.Table);
        Head(grid);
    }

    private void Heading(PaperTable table) => Paragraph(table.Heading, strong, HeadingSize, HeadingLine, Margin, Right - Margin);

    // Places one line of each cell that has that many lines.
    private void Line(Grid grid, IReadOnlyList<IReadOnlyList<string>> cells, int line, bool isStrong)
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

    /// <summary>The positions of a table's columns.</summary>
    private sealed class Grid
    {
        public Grid(PaperTable table, Typeface plain, Typeface strong)
        {
            Table = table;
            var columns = table.Columns;
            Widths = new double[columns.Count];
            for (var i = 0; i < columns.Count; i++)
            {
                if (columns[i].IsWide) continue;
                var widest = strong.WidthOf(strong.Printable(columns[i].Name), TextSize);
                foreach (var row in table.Rows)
                {
                    var face = row.IsStrong ? strong : plain;
                    widest = Math.Max(widest, face.WidthOf(face.Printable(row.Cells[i]), TextSize));
                }

                Widths[i] = Math.Min(widest, columns[i].IsNumber ? NumberMax : OtherMax) + 0.01;
            }

            var wide = Right - Margin - Widths.Sum() - (CellGap * Math.Max(0, columns.Count - 1));
            Lefts = new double[columns.Count];
            var x = Margin;
            for (var i = 0; i < columns.Count; i++)
            {
                if (columns[i].IsWide) Widths[i] = wide;
                Lefts[i] = x;
                x += Widths[i] + CellGap;
            }

            Names = Lines([.. columns.Select(column => column.Name)], strong);
            HeadHeight = Names.Select(cell => cell.Count).DefaultIfEmpty(0).Max() * TextLine;
        }

        public PaperTable Table { get; }

        public double[] Widths { get; }

        public double[] Lefts { get; }

        /// <summary>The wrapped lines of the columns' names.</summary>
        public IReadOnlyList<IReadOnlyList<string>> Names { get; }

        public double HeadHeight { get; }

        /// <summary>The wrapped lines of each cell of a row.</summary>
        public IReadOnlyList<IReadOnlyList<string>> Lines(IReadOnlyList<string> cells, Typeface face) =>
            [.. cells.Select((cell, column) => face.Lines(face.Printable(cell), TextSize, Widths[column]))];
    }
}
