using System.Data.Common;
using Npgsql;

namespace Ledger.Host.State.Shapes;

/// <summary>
/// The columns of a state table. Each is declared once; select lists, parameters, reading and comparing follow from that.
/// </summary>
/// <param name="table">The table's name.</param>
/// <param name="empty">The row before any column is read.</param>
internal sealed class TableShape<TRow>(string table, TRow empty)
{
    private readonly List<TableColumn<TRow>> columns = [];

    /// <summary>The table's name.</summary>
    public string Table => table;

    /// <summary>How many columns there are.</summary>
    public int Count => columns.Count;

    /// <summary>The columns' names, for an insert.</summary>
    public string Names => string.Join(", ", columns.Select(column => column.Name));

    /// <summary>A placeholder for each column: $1, $2 and so on.</summary>
    public string Places => string.Join(", ", columns.Select((_, i) => $"${i + 1}"));

    /// <summary>Named arguments for the SQL function that saves the table.</summary>
    public string Arguments => string.Join(", ", columns.Select((column, i) => $"{column.Argument} => ${i + 1}"));

    /// <summary>Adds a column, after those before it.</summary>
    /// <param name="name">The column's name in the table.</param>
    /// <param name="get">Gets the value from a row.</param>
    /// <param name="with">Returns a row with another value; null when the value is derived from other columns.</param>
    /// <param name="argument">
    /// The parameter's name in the SQL function that saves the table; null when the table is saved without a function.
    /// </param>
    public TableShape<TRow> Column<T>(
        string name, ColumnType<T> type, Func<TRow, T> get, Func<TRow, T, TRow>? with, string? argument = null)
    {
        columns.Add(new TableColumn<TRow, T>(name, argument ?? name, type, get, with));
        return this;
    }

    /// <summary>The select list for <see cref="Read"/>, where the query gives the table this alias.</summary>
    public string Columns(string alias) => string.Join(", ", columns.Select(column => $"{alias}.{column.Name}{column.Cast}"));

    /// <summary>Adds the values of many rows to a command, a parameter for each column.</summary>
    public void AddTo(NpgsqlBatchCommand command, TRow[] rows)
    {
        foreach (var column in columns) command.Parameters.Add(column.Parameter(rows));
    }

    /// <summary>Reads the row whose columns begin at a given column of a result.</summary>
    public TRow Read(DbDataReader reader, int at = 0)
    {
        var row = empty;
        foreach (var column in columns) row = column.Read(reader, at++, row);
        return row;
    }

    /// <summary>The names of the columns of a result whose values differ from a row's.</summary>
    /// <param name="at">The result's column where the table's columns begin.</param>
    public IReadOnlyList<string> Differences(DbDataReader reader, int at, TRow row) =>
        [.. columns.Where((column, i) => !column.IsSame(reader, at + i, row)).Select(column => column.Name)];

    /// <summary>The names of the columns in which two rows differ.</summary>
    public IReadOnlyList<string> Differences(TRow a, TRow b) =>
        [.. columns.Where(column => !column.IsSame(a, b)).Select(column => column.Name)];
}
