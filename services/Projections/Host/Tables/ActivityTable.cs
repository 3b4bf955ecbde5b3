using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct ActivityRowKey(string Program, string ActivityId);

/// <summary>Activities. Only a revocation changes one again, so few are cached.</summary>
internal sealed class ActivityTable(string schema) : RowTable<ActivityRowKey, ActivityRow>($"{schema}.activities", 2_000, WrittenColumns)
{
    private const string Columns =
        "t.account, t.position, t.activity, t.completed_at, t.month, t.points, t.score, t.revoked_position";

    private static readonly IReadOnlyList<Column<ActivityRowKey, ActivityRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Key("activity_id", (key, _) => key.ActivityId),
        Fixed("account", (_, row) => row.Account),
        Fixed("position", (_, row) => row.Position),
        Fixed("activity", (_, row) => row.Activity),
        Fixed("completed_at", (_, row) => row.CompletedAt.UtcDateTime),
        Fixed("month", (_, row) => row.Month),
        Fixed("points", (_, row) => row.Points),
        Fixed("score", (_, row) => row.Score),
        Changing("revoked_position", (_, row) => row.RevokedPosition),
    ];

    protected override NpgsqlBatchCommand Select(ActivityRowKey[] keys) =>
        new($"""
            select t.program, t.activity_id, {Columns} from unnest($1, $2) as k (program, activity_id)
              join {schema}.activities t using (program, activity_id)
            """)
        {
            Parameters = { Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.ActivityId) },
        };

    protected override (ActivityRowKey Key, ActivityRow Row) Read(NpgsqlDataReader row) => (
        new ActivityRowKey(row.GetString(0), row.GetString(1)),
        new ActivityRow(
            row.GetInt64(2), row.GetInt64(3), row.GetString(4), row.At(5), row.GetInt32(6), row.GetInt64(7), row.DecimalOrNull(8),
            row.Int64OrNull(9)));
}
