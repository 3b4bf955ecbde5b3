using Ledger.Projections.Domain;
using Npgsql;

namespace Ledger.Projections.Host;

internal readonly record struct OrderKey(long Account, string Source, string OrderId)
{
    /// <summary>Finds the entries that an order caused. Two orders of one hash are told apart by what their entries say.</summary>
    public static long HashOf(string program, string source, string orderId) => StableHash.Of(program, source, orderId);
}

/// <summary>Orders as they now stand: the entitlements.</summary>
internal sealed class OrderTable(string schema) : RowTable<OrderKey, OrderRow>(15_000)
{
    public const string Columns = "o.placed_at, o.version, o.evaluated, o.gross, o.net, o.entitled, o.stated, o.variance, o.points";

    protected override NpgsqlBatchCommand Select(OrderKey[] keys) =>
        new($"select o.account, o.source, o.order_id, {Columns} from unnest($1, $2, $3) as k (account, source, order_id) join {schema}.orders o using (account, source, order_id)")
        {
            Parameters = { Sql.Column(keys, key => key.Account), Sql.Column(keys, key => key.Source), Sql.Column(keys, key => key.OrderId) },
        };

    protected override (OrderKey Key, OrderRow Row) Read(NpgsqlDataReader row) => (new OrderKey(row.GetInt64(0), row.GetString(1), row.GetString(2)), Read(row, 3));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static OrderRow Read(NpgsqlDataReader row, int first) => new(
        row.At(first), row.GetInt32(first + 1), row.GetBoolean(first + 2), row.GetString(first + 3), row.GetString(first + 4),
        row.GetDecimal(first + 5), row.GetString(first + 6), row.GetDecimal(first + 7), row.GetInt64(first + 8));

    protected override NpgsqlBatchCommand Upsert(Columns<OrderKey, OrderRow> rows) => new($"""
        insert into {schema}.orders (account, source, order_id, placed_at, version, evaluated, gross, net, entitled, stated, variance, points)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (account, source, order_id) do update set version = excluded.version, evaluated = excluded.evaluated, gross = excluded.gross,
            net = excluded.net, entitled = excluded.entitled, stated = excluded.stated, variance = excluded.variance, points = excluded.points
        """)
    {
        Parameters =
        {
            rows.Of((key, _) => key.Account), rows.Of((key, _) => key.Source), rows.Of((key, _) => key.OrderId),
            rows.Of((_, row) => row.PlacedAt.UtcDateTime), rows.Of((_, row) => row.ProgramVersion), rows.Of((_, row) => row.Evaluated),
            rows.Of((_, row) => row.Gross), rows.Of((_, row) => row.Net), rows.Of((_, row) => row.Entitled), rows.Of((_, row) => row.Stated),
            rows.Of((_, row) => row.Variance), rows.Of((_, row) => row.Points),
        },
    };
}
