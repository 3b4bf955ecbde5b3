using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.States;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct VoucherRowKey(string Program, string Code);

/// <summary>Vouchers.</summary>
internal sealed class VoucherTable(string schema) : RowTable<VoucherRowKey, VoucherRow>($"{schema}.vouchers", 500, WrittenColumns)
{
    public const string Columns =
        "t.account, t.position, t.redemption_id, t.value, t.state, t.issued_at, t.valid_until, t.order_key, t.ended_at";

    private static readonly IReadOnlyList<Column<VoucherRowKey, VoucherRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Key("code", (key, _) => key.Code),
        Fixed("account", (_, row) => row.Account),
        Fixed("position", (_, row) => row.Position),
        Fixed("redemption_id", (_, row) => row.RedemptionId),
        Fixed("value", (_, row) => row.Value),
        Changing("state", (_, row) => VoucherStateNames.NameOf(row.State)),
        Fixed("issued_at", (_, row) => row.IssuedAt.UtcDateTime),
        Fixed("valid_until", (_, row) => Sql.Instant(row.ValidUntil)),
        Changing("order_key", (_, row) => row.Order),
        Changing("ended_at", (_, row) => Sql.Instant(row.EndedAt)),
    ];

    protected override NpgsqlBatchCommand Select(VoucherRowKey[] keys) =>
        new(
            $"""
            select t.program, t.code, {Columns} from unnest($1, $2) as k (program, code)
              join {schema}.vouchers t using (program, code)
            """)
        {
            Parameters = { Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.Code) },
        };

    protected override (VoucherRowKey Key, VoucherRow Row) Read(NpgsqlDataReader row) =>
        (new VoucherRowKey(row.GetString(0), row.GetString(1)), Read(row, 2));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static VoucherRow Read(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first), row.GetInt64(first + 1), row.GetString(first + 2), row.GetDecimal(first + 3),
        VoucherStateNames.Of(row.GetString(first + 4)), row.At(first + 5), row.AtOrNull(first + 6), row.TextOrNull(first + 7),
        row.AtOrNull(first + 8));
}
