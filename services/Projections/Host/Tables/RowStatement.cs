using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <summary>
/// Inserts or updates many rows of a table at once. A row is known to be new or to be there: so neither statement looks for the other case,
/// as an upsert does, which writes a row's lock beside each change and a second word to each new row.
/// </summary>
internal sealed class RowStatement<TKey, TRow>
    where TRow : class
{
    private readonly ColumnValues<TKey, TRow>[] columns;
    private readonly NpgsqlBatchCommand command;

    private RowStatement(string sql, IReadOnlyList<Column<TKey, TRow>> written)
    {
        columns = [.. written.Select(column => column.Values())];
        command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns) command.Parameters.Add(column.Parameter);
    }

    public static RowStatement<TKey, TRow> Insert(string table, IReadOnlyList<Column<TKey, TRow>> columns) =>
        new($"insert into {table} ({Names(columns)}) select * from unnest({Places(columns)})", columns);

    public static RowStatement<TKey, TRow> Update(string table, IReadOnlyList<Column<TKey, TRow>> columns)
    {
        Column<TKey, TRow>[] written = [.. columns.Where(column => column.Role != ColumnRole.Fixed)];
        var sets = written.Where(column => column.Role == ColumnRole.Changing).Select(column => $"{column.Name} = n.{column.Name}");
        var keys = written.Where(column => column.Role == ColumnRole.Key).Select(column => $"t.{column.Name} = n.{column.Name}");
        return new($"update {table} t set {string.Join(", ", sets)} from unnest({Places(written)}) as n ({Names(written)}) where "
            + $"{string.Join(" and ", keys)}", written);
    }

    /// <summary>The command for some rows. It is the same each time, and so are its parameters: it can be used again when it was
    /// executed.</summary>
    public NpgsqlBatchCommand Of(List<Slot<TKey, TRow>> rows)
    {
        foreach (var column in columns) column.Fill(rows);
        return command;
    }

    /// <summary>Rows that the last execution wrote.</summary>
    public int Written => command.RecordsAffected;

    private static string Names(IEnumerable<Column<TKey, TRow>> columns) => string.Join(", ", columns.Select(column => column.Name));

    private static string Places(IEnumerable<Column<TKey, TRow>> columns) => string.Join(", ", columns.Select((_, i) => $"${i + 1}"));
}
