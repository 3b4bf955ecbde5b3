using System.Runtime.InteropServices;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct MonthPointsRowKey(long Account, int Month);

/// <summary>
/// Evaluated points of activities by account and local month (mechanics.md §2). Sums are collected in memory and added to the rows by the
/// database, so rows are never loaded.
/// </summary>
internal sealed class ActivityPointsTable(string schema)
{
    private readonly Dictionary<MonthPointsRowKey, long> months = [];

    public void Add(MonthPointsRowKey key, long points)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(months, key, out _);
        sum += points;
    }

    public NpgsqlBatchCommand? Write()
    {
        if (months.Count == 0) return null;
        KeyValuePair<MonthPointsRowKey, long>[] rows = [.. months];
        return new NpgsqlBatchCommand($"""
            insert into {schema}.activity_points as p (account, month, points) select * from unnest($1, $2, $3)
            on conflict (account, month) do update set points = p.points + excluded.points
            """)
        {
            Parameters =
            {
                Sql.Column(rows, row => row.Key.Account),
                Sql.Column(rows, row => row.Key.Month),
                Sql.Column(rows, row => row.Value),
            },
        };
    }

    public void Written() => months.Clear();
}
