using Ledger.Contracts.V1;
using Ledger.Projections.Domain;
using Npgsql;

namespace Ledger.Projections.Host;

internal readonly record struct MeasureKey(long Account, string Scope, int Month);

/// <summary>Net and orders by scope and month.</summary>
internal sealed class MeasureTable(string schema) : RowTable<MeasureKey, MeasureRow>(30_000)
{
    protected override NpgsqlBatchCommand Select(MeasureKey[] keys) =>
        new($"select m.account, m.scope, m.month, m.net, m.orders from unnest($1, $2, $3) as k (account, scope, month) join {schema}.measures m using (account, scope, month)")
        {
            Parameters = { Sql.Column(keys, key => key.Account), Sql.Column(keys, key => key.Scope), Sql.Column(keys, key => key.Month) },
        };

    protected override (MeasureKey Key, MeasureRow Row) Read(NpgsqlDataReader row) =>
        (new MeasureKey(row.GetInt64(0), row.GetString(1), row.GetInt32(2)), new MeasureRow(Exact.Parse(row.GetString(3)), row.GetInt64(4)));

    protected override NpgsqlBatchCommand Upsert(Columns<MeasureKey, MeasureRow> rows) => new($"""
        insert into {schema}.measures (account, scope, month, net, orders)
        select * from unnest($1, $2, $3, $4, $5)
        on conflict (account, scope, month) do update set net = excluded.net, orders = excluded.orders
        """)
    {
        Parameters =
        {
            rows.Of((key, _) => key.Account), rows.Of((key, _) => key.Scope), rows.Of((key, _) => key.Month),
            rows.Of((_, row) => row.Net.ToString()), rows.Of((_, row) => row.Orders),
        },
    };
}
