using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct MeasureRowKey(long Account, string Scope, int Month);

/// <summary>Net and orders by scope and month.</summary>
internal sealed class MeasureTable(string schema) : RowTable<MeasureRowKey, MeasureRow>($"{schema}.measures", 100_000, WrittenColumns)
{
    private static readonly IReadOnlyList<Column<MeasureRowKey, MeasureRow>> WrittenColumns =
    [
        Key("account", (key, _) => key.Account),
        Key("scope", (key, _) => key.Scope),
        Key("month", (key, _) => key.Month),
        Changing("net", (_, row) => row.Net.ToString()),
        Changing("orders", (_, row) => row.Orders),
    ];

    protected override NpgsqlBatchCommand Select(MeasureRowKey[] keys) =>
        new($"select m.account, m.scope, m.month, m.net, m.orders from unnest($1, $2, $3) as k (account, scope, month) join "
            + $"{schema}.measures m using (account, scope, month)")
        {
            Parameters = { Sql.Column(keys, key => key.Account), Sql.Column(keys, key => key.Scope), Sql.Column(keys, key => key.Month) },
        };

    protected override (MeasureRowKey Key, MeasureRow Row) Read(NpgsqlDataReader row) =>
        (
            new MeasureRowKey(row.GetInt64(0), row.GetString(1), row.GetInt32(2)),
            new MeasureRow(Exact.Parse(row.GetString(3)), row.GetInt64(4)));
}
