using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct TermRowKey(string Program, string PurchaseId);

/// <summary>Terms of memberships.</summary>
internal sealed class TermTable(string schema) : RowTable<TermRowKey, TermRow>($"{schema}.terms", 2_000, WrittenColumns)
{
    public const string Columns =
        "t.account, t.position, t.membership, t.purchased_at, t.months, t.starts_at, t.ends_at, t.price, t.currency, t.order_ref, "
        + "t.fee_variance, t.refunded_at, t.refund_reason";

    private static readonly IReadOnlyList<Column<TermRowKey, TermRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Key("purchase_id", (key, _) => key.PurchaseId),
        Fixed("account", (_, row) => row.Account),
        Fixed("position", (_, row) => row.Position),
        Fixed("membership", (_, row) => row.Membership),
        Fixed("purchased_at", (_, row) => row.PurchasedAt.UtcDateTime),
        Fixed("months", (_, row) => row.Months),
        Changing("starts_at", (_, row) => row.Start.UtcDateTime),
        Changing("ends_at", (_, row) => row.End.UtcDateTime),
        Fixed("price", (_, row) => row.Price),
        Fixed("currency", (_, row) => row.Currency),
        Fixed("order_ref", (_, row) => row.OrderRef),
        Fixed("fee_variance", (_, row) => row.FeeVariance),
        Changing("refunded_at", (_, row) => Sql.Instant(row.RefundedAt)),
        Changing("refund_reason", (_, row) => row.RefundReason),
    ];

    protected override NpgsqlBatchCommand Select(TermRowKey[] keys) =>
        new($"""
            select t.program, t.purchase_id, {Columns} from unnest($1, $2) as k (program, purchase_id)
              join {schema}.terms t using (program, purchase_id)
            """)
        {
            Parameters = { Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.PurchaseId) },
        };

    protected override (TermRowKey Key, TermRow Row) Read(NpgsqlDataReader row) =>
        (new TermRowKey(row.GetString(0), row.GetString(1)), Read(row, 2));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static TermRow Read(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first), row.GetInt64(first + 1), row.GetString(first + 2), row.At(first + 3), row.GetInt32(first + 4),
        row.At(first + 5),
        row.At(first + 6), row.DecimalOrNull(first + 7), row.TextOrNull(first + 8), row.TextOrNull(first + 9), row.TextOrNull(first + 10),
        row.AtOrNull(first + 11), row.TextOrNull(first + 12));
}
