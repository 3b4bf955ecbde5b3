using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Host.State.Shapes;

/// <summary>How values of a type stand in a column of a state table.</summary>
/// <param name="Read">Reads the value at a place of a result.</param>
/// <param name="Parameter">Carries the values of many rows.</param>
/// <param name="IsSame">Whether two values mean the same.</param>
/// <param name="Cast">What is written behind the column's name to read it.</param>
internal sealed record ColumnType<T>(
    Func<DbDataReader, int, T> Read, Func<T[], NpgsqlParameter> Parameter, Func<T, T, bool> IsSame, string Cast = "");

/// <summary>The types of columns that the state tables have.</summary>
internal static class ColumnTypes
{
    public static ColumnType<long> Number { get; } = Plain((reader, at) => reader.GetInt64(at));

    public static ColumnType<int> Integer { get; } = Plain((reader, at) => reader.GetInt32(at));

    public static ColumnType<decimal> Amount { get; } = Plain((reader, at) => reader.GetDecimal(at));

    public static ColumnType<bool> Flag { get; } = Plain((reader, at) => reader.GetBoolean(at));

    public static ColumnType<string> Text { get; } = Plain((reader, at) => reader.GetString(at));

    public static ColumnType<string?> TextOrNull { get; } = new(
        (reader, at) => reader.IsDBNull(at) ? null : reader.GetString(at),
        values => new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        string.Equals);

    public static ColumnType<DateTimeOffset> Instant { get; } = new(
        InstantOf,
        values => new NpgsqlParameter<DateTime[]> { TypedValue = Array.ConvertAll(values, value => value.UtcDateTime) },
        (a, b) => a == b);

    public static ColumnType<DateTimeOffset?> InstantOrNull { get; } = new(
        (reader, at) => reader.IsDBNull(at) ? null : InstantOf(reader, at),
        values => new NpgsqlParameter
        {
            Value = Array.ConvertAll(values, value => value?.UtcDateTime),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        },
        (a, b) => a == b);

    /// <summary>Texts whose order does not count. None has a line break, so the lists of many rows are one array of lines.</summary>
    public static ColumnType<IReadOnlyList<string>> TextSet { get; } = new(
        (reader, at) => reader.GetFieldValue<string[]>(at),
        values => new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(values, value => string.Join('\n', value)) },
        (a, b) => a.ToHashSet(StringComparer.Ordinal).SetEquals(b));

    /// <summary>JSON, kept as it was written. The order of members and the way numbers are written do not count.</summary>
    public static ColumnType<string> Json { get; } = new(
        (reader, at) => reader.GetString(at), values => new NpgsqlParameter<string[]> { TypedValue = values }, JsonMeaning.MeansTheSame,
        "::text");

    private static ColumnType<T> Plain<T>(Func<DbDataReader, int, T> read) =>
        new(read, values => new NpgsqlParameter<T[]> { TypedValue = values }, EqualityComparer<T>.Default.Equals);

    private static DateTimeOffset InstantOf(DbDataReader reader, int at) => new(reader.GetDateTime(at), TimeSpan.Zero);
}
