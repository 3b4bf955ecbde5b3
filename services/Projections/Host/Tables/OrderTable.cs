using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct OrderRowKey(long Account, string Source, string OrderId)
{
    /// <summary>
    /// The hash by which the entries of an order are found. Entries of another order with the same hash are recognized by the order that
    /// they name.
    /// </summary>
    public static long HashOf(string program, string source, string orderId) => StableHash.Of(program, source, orderId);
}

/// <summary>
/// Orders as they now stand, with their entitlements. An order changes soon after it is recorded, or much later by a return, so few are
/// cached.
/// </summary>
internal sealed class OrderTable(string schema) : RowTable<OrderRowKey, OrderRow>($"{schema}.orders", 2_000, WrittenColumns)
{
    /// <summary>The select list, with table alias o.</summary>
    public static readonly string Columns = ColumnsOf("o");

    private static readonly IReadOnlyList<Column<OrderRowKey, OrderRow>> WrittenColumns =
    [
        Key("account", (key, _) => key.Account),
        Key("source", (key, _) => key.Source),
        Key("order_id", (key, _) => key.OrderId),
        Fixed("program", (_, row) => row.Program),
        Fixed("position", (_, row) => row.Position),
        Fixed("placed_at", (_, row) => row.PlacedAt.UtcDateTime),
        Changing("version", (_, row) => row.ProgramVersion),
        Changing("evaluated", (_, row) => row.Evaluated),
        Changing("gross", (_, row) => row.Gross),
        Changing("net", (_, row) => row.Net),
        Changing("entitled", (_, row) => row.Entitled),
        Changing("stated", (_, row) => row.Stated),
        Changing("variance", (_, row) => row.Variance),
        Changing("points", (_, row) => row.Points),
    ];

    /// <summary>The select list for <see cref="Read(NpgsqlDataReader, int)"/>, with another table alias.</summary>
    public static string ColumnsOf(string rows) =>
        $"{rows}.program, {rows}.position, {rows}.placed_at, {rows}.version, {rows}.evaluated, {rows}.gross, {rows}.net, "
        + $"{rows}.entitled, {rows}.stated, {rows}.variance, {rows}.points";

    protected override NpgsqlBatchCommand Select(OrderRowKey[] keys) =>
        new(
            $"select o.account, o.source, o.order_id, {Columns} from unnest($1, $2, $3) as k (account, source, order_id) join "
                + $"{schema}.orders o using (account, source, order_id)"
        )
        {
            Parameters =
            {
                Sql.Column(keys, key => key.Account),
                Sql.Column(keys, key => key.Source),
                Sql.Column(keys, key => key.OrderId),
            },
        };

    protected override (OrderRowKey Key, OrderRow Row) Read(NpgsqlDataReader row) =>
        (new OrderRowKey(row.GetInt64(0), row.GetString(1), row.GetString(2)), Read(row, 3));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static OrderRow Read(NpgsqlDataReader row, int first) => new(
        row.GetString(first), row.GetInt64(first + 1), row.At(first + 2), row.GetInt32(first + 3), row.GetBoolean(first + 4),
        row.GetString(first + 5), row.GetString(first + 6), row.GetDecimal(first + 7), row.GetString(first + 8), row.GetDecimal(first + 9),
        row.GetInt64(first + 10));
}
