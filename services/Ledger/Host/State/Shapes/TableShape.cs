using System.Data.Common;
using Npgsql;

namespace Ledger.Host.State.Shapes;

/// <summary>
/// What a row of a state table consists of. Its columns are named once, here: what is selected, the values of a statement, reading and
/// comparing follow.
/// </summary>
/// <param name="table">The table's name.</param>
/// <param name="empty">What a row is before any column is read.</param>
internal sealed class TableShape<TRow>(string table, TRow empty)
{
    private readonly List<TableColumn<TRow>> columns = [];

    /// <summary>The table's name.</summary>
    public string Table => table;

    /// <summary>How many columns there are.</summary>
    public int Count => columns.Count;

    /// <summary>The columns' names, as an insert takes them.</summary>
    public string Names => string.Join(", ", columns.Select(column => column.Name));

    /// <summary>A place for the values of each column: $1, $2 and so on.</summary>
    public string Places => string.Join(", ", columns.Select((_, i) => $"${i + 1}"));

    /// <summary>The values of each column as arguments by name, for the function that saves the table.</summary>
    public string Arguments => string.Join(", ", columns.Select((column, i) => $"{column.Argument} => ${i + 1}"));

    /// <summary>Adds a column, after those before it.</summary>
    /// <param name="name">Its name in the table.</param>
    /// <param name="get">What a row has of it.</param>
    /// <param name="with">The row with another value of it; null: it follows from the others.</param>
    /// <param name="argument">What the function that saves the table calls its values; null: the table is saved without one.</param>
    public TableShape<TRow> Column<T>(
        string name, ColumnType<T> type, Func<TRow, T> get, Func<TRow, T, TRow>? with, string? argument = null)
    {
        columns.Add(new TableColumn<TRow, T>(name, argument ?? name, type, get, with));
        return this;
    }

    /// <summary>The columns of a table that a query calls so, as <see cref="Read"/> takes them.</summary>
    public string Columns(string alias) => string.Join(", ", columns.Select(column => $"{alias}.{column.Name}{column.Cast}"));

    /// <summary>Adds the values of many rows to a command, a parameter for each column.</summary>
    public void AddTo(NpgsqlBatchCommand command, TRow[] rows)
    {
        foreach (var column in columns) command.Parameters.Add(column.Parameter(rows));
    }

    /// <summary>Reads the row whose columns begin at a place of a result.</summary>
    public TRow Read(DbDataReader reader, int at = 0)
    {
        var row = empty;
        foreach (var column in columns) row = column.Read(reader, at++, row);
        return row;
    }

    /// <summary>The names of the columns that have something else than a row.</summary>
    /// <param name="at">Where the columns begin in the result.</param>
    public IReadOnlyList<string> Differences(DbDataReader reader, int at, TRow row) =>
        [.. columns.Where((column, i) => !column.IsSame(reader, at + i, row)).Select(column => column.Name)];

    /// <summary>The names of the columns in which two rows differ.</summary>
    public IReadOnlyList<string> Differences(TRow a, TRow b) =>
        [.. columns.Where(column => !column.IsSame(a, b)).Select(column => column.Name)];
}
