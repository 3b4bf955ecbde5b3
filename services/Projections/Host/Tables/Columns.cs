using Npgsql;
using NpgsqlTypes;

namespace Ledger.Projections.Host;

/// <summary>Rows turned into one array a column, for statements over unnest.</summary>
internal readonly struct Columns<TKey, TRow>(List<Slot<TKey, TRow>> rows)
    where TRow : class
{
    public NpgsqlParameter Of<T>(Func<TKey, TRow, T> value)
    {
        var column = new T[rows.Count];
        for (var i = 0; i < column.Length; i++) column[i] = value(rows[i].Key, rows[i].Row!);
        var parameter = new NpgsqlParameter<T[]> { TypedValue = column };
        // Left to itself, the type of a column of instants depends on whether the first is null.
        if (typeof(T) == typeof(DateTime) || typeof(T) == typeof(DateTime?)) parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz;
        return parameter;
    }
}

/// <summary>What the tables' statements have in common.</summary>
internal static class Sql
{
    public static NpgsqlParameter Column<TKey, T>(TKey[] keys, Func<TKey, T> value) => new NpgsqlParameter<T[]> { TypedValue = Array.ConvertAll(keys, key => value(key)) };

    public static DateTime? Instant(DateTimeOffset? at) => at?.UtcDateTime;

    public static DateTimeOffset At(this NpgsqlDataReader row, int column) => new(row.GetDateTime(column));

    public static DateTimeOffset? AtOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.At(column);

    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
