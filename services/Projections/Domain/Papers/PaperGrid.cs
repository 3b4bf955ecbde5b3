namespace Ledger.Projections.Domain.Papers;

/// <summary>
/// The columns of a table on a page: where each begins, how wide it is, and its cells' text as lines of at most that width. Each column is
/// as wide as its widest cell, up to a limit; the one wide column gets the rest of the page.
/// </summary>
internal sealed class PaperGrid
{
    // The largest widths of columns of numbers and of other columns, so that the wide column has room for its text.
    private const double NumberMax = 100;
    private const double OtherMax = 70;

    public PaperGrid(PaperTable table, Typeface plain, Typeface strong)
    {
        Table = table;
        var columns = table.Columns;
        Widths = new double[columns.Count];
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].IsWide) continue;
            var widest = strong.WidthOf(strong.Printable(columns[i].Name), PaperLayout.TextSize);
            foreach (var row in table.Rows)
            {
                var face = row.IsStrong ? strong : plain;
                widest = Math.Max(widest, face.WidthOf(face.Printable(row.Cells[i]), PaperLayout.TextSize));
            }

            Widths[i] = Math.Min(widest, columns[i].IsNumber ? NumberMax : OtherMax) + 0.01;
        }

        var wide = PaperLayout.Right - PaperLayout.Margin - Widths.Sum() - (PaperLayout.CellGap * Math.Max(0, columns.Count - 1));
        Lefts = new double[columns.Count];
        var x = PaperLayout.Margin;
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].IsWide) Widths[i] = wide;
            Lefts[i] = x;
            x += Widths[i] + PaperLayout.CellGap;
        }

        Names = Lines([.. columns.Select(column => column.Name)], strong);
        HeadHeight = Names.Select(cell => cell.Count).DefaultIfEmpty(0).Max() * PaperLayout.TextLine;
    }

    /// <summary>The table.</summary>
    public PaperTable Table { get; }

    /// <summary>The width of each column, in points.</summary>
    public double[] Widths { get; }

    /// <summary>The left end of each column, in points from the left edge of the page.</summary>
    public double[] Lefts { get; }

    /// <summary>The wrapped lines of the columns' names.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Names { get; }

    /// <summary>The height of the lines of the columns' names, in points.</summary>
    public double HeadHeight { get; }

    /// <summary>The wrapped lines of each cell of a row.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Lines(IReadOnlyList<string> cells, Typeface face) =>
        [.. cells.Select((cell, column) => face.Lines(face.Printable(cell), PaperLayout.TextSize, Widths[column]))];
}
