using System.Data.Common;
using Npgsql;

namespace Ledger.Host.State.Shapes;

/// <summary>A column of a state table: what it is called, and how it is written, read and compared.</summary>
/// <param name="argument">What the function that saves the table calls its values.</param>
internal abstract class TableColumn<TRow>(string name, string argument)
{
    public string Name { get; } = name;

    /// <summary>What the function that saves the table calls its values.</summary>
    public string Argument { get; } = argument;

    /// <summary>What is written behind the name to read it.</summary>
    public abstract string Cast { get; }

    /// <summary>Carries what many rows have of it.</summary>
    public abstract NpgsqlParameter Parameter(TRow[] rows);

    /// <summary>The row with the value at a place of a result.</summary>
    public abstract TRow Read(DbDataReader reader, int at, TRow row);

    /// <summary>Whether a row has the value at a place of a result.</summary>
    public abstract bool IsSame(DbDataReader reader, int at, TRow row);

    /// <summary>Whether two rows have the same of it.</summary>
    public abstract bool IsSame(TRow a, TRow b);
}

/// <inheritdoc/>
/// <param name="get">What a row has of it.</param>
/// <param name="with">The row with another value of it; null: it follows from the others.</param>
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
