namespace Ledger.Projections.Domain.Papers;

/// <summary>The content of a paper, before it is laid out on pages.</summary>
/// <param name="Name">The name at the head: whose paper it is.</param>
/// <param name="Title">The title: what kind of paper it is.</param>
/// <param name="Lines">The lines below the title, each a name and its value.</param>
/// <param name="Tables">The tables, in order.</param>
/// <param name="Foot">The text at the foot of every page.</param>
/// <param name="PageOf">The format of a page's number and the number of pages.</param>
public sealed record Paper(
    string Name, string Title, IReadOnlyList<PaperLine> Lines, IReadOnlyList<PaperTable> Tables, string Foot, string PageOf);

/// <summary>A name and its value.</summary>
public sealed record PaperLine(string Name, string Text);

/// <summary>A table with its heading. Heading and column names are repeated on each page that the table continues on.</summary>
/// <param name="Rows">The rows, each with a cell for every column.</param>
public sealed record PaperTable(string Heading, IReadOnlyList<PaperColumn> Columns, IReadOnlyList<PaperRow> Rows);

/// <summary>A column of a table.</summary>
/// <param name="IsNumber">Whether its cells are aligned right and the column is as wide as its cells need.</param>
/// <param name="IsWide">Whether it takes the width that the other columns leave; exactly one column of a table does.</param>
public sealed record PaperColumn(string Name, bool IsNumber = false, bool IsWide = false);

/// <summary>A row of a table.</summary>
/// <param name="IsStrong">Whether the row is a sum and set in the strong face.</param>
public sealed record PaperRow(IReadOnlyList<string> Cells, bool IsStrong = false);
