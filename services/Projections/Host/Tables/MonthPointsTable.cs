using Npgsql;

namespace Ledger.Projections.Host;

internal readonly record struct MonthPointsKey(long Account, int Month);

/// <summary>Evaluated points of the orders of one local month.</summary>
internal sealed record MonthPointsRow(long Points);

/// <summary>Evaluated points by month.</summary>
internal sealed class MonthPointsTable(string schema) : RowTable<MonthPointsKey, MonthPointsRow>(30_000)
{
    protected override NpgsqlBatchCommand Select(MonthPointsKey[] keys) =>
        new($"select p.account, p.month, p.points from unnest($1, $2) as k (account, month) join {schema}.month_points p using (account, month)")
        {
            Parameters = { Sql.Column(keys, key => key.Account), Sql.Column(keys, key => key.Month) },
        };

    protected override (MonthPointsKey Key, MonthPointsRow Row) Read(NpgsqlDataReader row) =>
        (new MonthPointsKey(row.GetInt64(0), row.GetInt32(1)), new MonthPointsRow(row.GetInt64(2)));

    protected override NpgsqlBatchCommand Upsert(Columns<MonthPointsKey, MonthPointsRow> rows) => new($"""
        insert into {schema}.month_points (account, month, points)
        select * from unnest($1, $2, $3)
        on conflict (account, month) do update set points = excluded.points
        """)
    {
        Parameters = { rows.Of((key, _) => key.Account), rows.Of((key, _) => key.Month), rows.Of((_, row) => row.Points) },
    };
}
