using Npgsql;
using NpgsqlTypes;

namespace Ledger.Projections.Host.Tables;

/// <summary>Helpers for the tables' statements.</summary>
internal static class Sql
{
    public static NpgsqlParameter Column<TKey, T>(TKey[] keys, Func<TKey, T> value) =>
        new NpgsqlParameter<T[]> { TypedValue = Array.ConvertAll(keys, key => value(key)) };

    public static DateTime? Instant(DateTimeOffset? at) => at?.UtcDateTime;

    public static DateTimeOffset At(this NpgsqlDataReader row, int column) => new(row.GetDateTime(column));

    public static DateTimeOffset? AtOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.At(column);

    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static decimal? DecimalOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDecimal(column);

    public static long? Int64OrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    /// <summary>A parameter with a list of values that is refilled for each execution.</summary>
    public static NpgsqlParameter<List<T>> Values<T>()
    {
        var parameter = new NpgsqlParameter<List<T>>();
        // Set explicitly, because the inferred type of a list of instants depends on whether its first value is null.
        if (typeof(T) == typeof(DateTime) || typeof(T) == typeof(DateTime?))
        {
            parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz;
        }
        return parameter;
    }
}
