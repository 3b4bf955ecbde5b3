using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Host.State.Shapes;

/// <summary>How values of a type are stored in a column of a state table.</summary>
/// <param name="Read">Reads the value in a column of a result.</param>
/// <param name="Parameter">Makes the array parameter for the values of many rows.</param>
/// <param name="IsSame">Whether two values mean the same.</param>
/// <param name="Cast">The cast that a select list adds to the column's name.</param>
internal sealed record ColumnType<T>(
    Func<DbDataReader, int, T> Read, Func<T[], NpgsqlParameter> Parameter, Func<T, T, bool> IsSame, string Cast = "");

/// <summary>The column types of the state tables.</summary>
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

    /// <summary>Texts whose order does not count. No text has a line break, so each row's list is passed as one text of lines.</summary>
    public static ColumnType<IReadOnlyList<string>> TextSet { get; } = new(
        (reader, at) => reader.GetFieldValue<string[]>(at),
        values => new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(values, value => string.Join('\n', value)) },
        (a, b) => a.ToHashSet(StringComparer.Ordinal).SetEquals(b));

    /// <summary>JSON, stored as it was written. In comparisons the order of members and the notation of numbers do not count.</summary>
    public static ColumnType<string> Json { get; } = new(
        (reader, at) => reader.GetString(at), values => new NpgsqlParameter<string[]> { TypedValue = values }, JsonMeaning.MeansTheSame,
        "::text");

    private static ColumnType<T> Plain<T>(Func<DbDataReader, int, T> read) =>
        new(read, values => new NpgsqlParameter<T[]> { TypedValue = values }, EqualityComparer<T>.Default.Equals);

    private static DateTimeOffset InstantOf(DbDataReader reader, int at) => new(reader.GetDateTime(at), TimeSpan.Zero);
}
