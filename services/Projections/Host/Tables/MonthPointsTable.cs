using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct MonthPointsKey(long Account, int Month);

/// <summary>Evaluated points of the orders of one local month.</summary>
internal sealed record MonthPointsRow(long Points);

/// <summary>Evaluated points by month.</summary>
internal sealed class MonthPointsTable(string schema)
    : RowTable<MonthPointsKey, MonthPointsRow>($"{schema}.month_points", 10_000, WrittenColumns)
{
    private static readonly IReadOnlyList<Column<MonthPointsKey, MonthPointsRow>> WrittenColumns =
    [
        Key("account", (key, _) => key.Account),
        Key("month", (key, _) => key.Month),
        Changing("points", (_, row) => row.Points),
    ];

    protected override NpgsqlBatchCommand Select(MonthPointsKey[] keys) =>
        new($"select p.account, p.month, p.points from unnest($1, $2) as k (account, month) join {schema}.month_points p using "
            + $"(account, month)")
        {
            Parameters = { Sql.Column(keys, key => key.Account), Sql.Column(keys, key => key.Month) },
        };

    protected override (MonthPointsKey Key, MonthPointsRow Row) Read(NpgsqlDataReader row) =>
        (new MonthPointsKey(row.GetInt64(0), row.GetInt32(1)), new MonthPointsRow(row.GetInt64(2)));
}
