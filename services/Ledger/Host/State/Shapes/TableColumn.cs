using System.Data.Common;
using Npgsql;

namespace Ledger.Host.State.Shapes;

/// <summary>A column of a state table: its name, and how it is written, read and compared.</summary>
/// <param name="argument">The name of the parameter, in the SQL function that saves the table, that takes the column's values.</param>
internal abstract class TableColumn<TRow>(string name, string argument)
{
    public string Name { get; } = name;

    /// <summary>The name of the parameter, in the SQL function that saves the table, that takes the column's values.</summary>
    public string Argument { get; } = argument;

    /// <summary>The cast that a select list adds to the column's name.</summary>
    public abstract string Cast { get; }

    /// <summary>Makes the array parameter for the column's values of many rows.</summary>
    public abstract NpgsqlParameter Parameter(TRow[] rows);

    /// <summary>Returns the row with the value in a column of a result.</summary>
    public abstract TRow Read(DbDataReader reader, int at, TRow row);

    /// <summary>Whether a row's value equals the one in a column of a result.</summary>
    public abstract bool IsSame(DbDataReader reader, int at, TRow row);

    /// <summary>Whether two rows have equal values in the column.</summary>
    public abstract bool IsSame(TRow a, TRow b);
}

/// <inheritdoc/>
/// <param name="get">Gets the value from a row.</param>
/// <param name="with">Returns a row with another value; null when the value is derived from other columns.</param>
internal sealed class TableColumn<TRow, T>(
    string name, string argument, ColumnType<T> type, Func<TRow, T> get, Func<TRow, T, TRow>? with) : TableColumn<TRow>(name, argument)
{
    private readonly Converter<TRow, T> values = new(get);

    public override string Cast => type.Cast;

    public override NpgsqlParameter Parameter(TRow[] rows) => type.Parameter(Array.ConvertAll(rows, values));

    public override TRow Read(DbDataReader reader, int at, TRow row) => with is null ? row : with(row, type.Read(reader, at));

    public override bool IsSame(DbDataReader reader, int at, TRow row) => type.IsSame(type.Read(reader, at), get(row));

    public override bool IsSame(TRow a, TRow b) => type.IsSame(get(a), get(b));
}
