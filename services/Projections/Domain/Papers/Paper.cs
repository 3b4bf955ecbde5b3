namespace Ledger.Projections.Domain.Papers;

/// <summary>What a paper says, before it is laid out on pages.</summary>
/// <param name="Name">Whose paper it is, at the head.</param>
/// <param name="Title">What it is.</param>
/// <param name="Lines">What stands below the title: names and what they are.</param>
/// <param name="Tables">In their order.</param>
/// <param name="Foot">Stands at the foot of every page.</param>
/// <param name="PageOf">A page's number and how many there are, with their places.</param>
public sealed record Paper(
    string Name, string Title, IReadOnlyList<PaperLine> Lines, IReadOnlyList<PaperTable> Tables, string Foot, string PageOf);

/// <summary>A name and what it is.</summary>
public sealed record PaperLine(string Name, string Text);

/// <summary>A table with its heading. On a page where it goes on, heading and columns stand again.</summary>
/// <param name="Rows">Each with a cell for every column.</param>
public sealed record PaperTable(string Heading, IReadOnlyList<PaperColumn> Columns, IReadOnlyList<PaperRow> Rows);

/// <summary>A column of a table.</summary>
/// <param name="IsNumber">Its cells stand at the right and have the width that they need.</param>
/// <param name="IsWide">It takes what the others leave; one column of a table does.</param>
public sealed record PaperColumn(string Name, bool IsNumber = false, bool IsWide = false);

/// <summary>A row of a table.</summary>
/// <param name="IsStrong">A sum, which stands out.</param>
public sealed record PaperRow(IReadOnlyList<string> Cells, bool IsStrong = false);
