using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.Postings;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct LotRowKey(long Account, long Lot);

/// <summary>Lots with what is left of them. The column <c>available</c> has the unheld value, like the book of that name.</summary>
internal sealed class LotTable(string schema) : RowTable<LotRowKey, LotRow>($"{schema}.lots", 30_000, WrittenColumns)
{
    public const string Columns =
        "l.owner, l.unit, l.pending, l.available, l.held, l.opened_at, l.activates_at, l.expires_at, l.order_key, "
        + "l.rebate_key, l.activity_id, l.fund";

    private static readonly IReadOnlyList<Column<LotRowKey, LotRow>> WrittenColumns =
    [
        Key("account", (key, _) => key.Account),
        Key("lot", (key, _) => key.Lot),
        Fixed("owner", (_, row) => row.Owner),
        Fixed("unit", (_, row) => row.Unit),
        Changing("pending", (_, row) => row.Left.Pending),
        Changing("available", (_, row) => row.Left.Unheld),
        Changing("held", (_, row) => row.Left.Held),
        Fixed("opened_at", (_, row) => row.OpenedAt.UtcDateTime),
        Changing("activates_at", (_, row) => Sql.Instant(row.ActivatesAt)),
        Fixed("expires_at", (_, row) => Sql.Instant(row.ExpiresAt)),
        Fixed("order_key", (_, row) => row.Order),
        Fixed("rebate_key", (_, row) => row.Rebate),
        Fixed("activity_id", (_, row) => row.Activity),
        Fixed("fund", (_, row) => row.Fund),
        Changing("life", (_, row) => LotLife.Write(row.Life)),
    ];

    protected override NpgsqlBatchCommand Select(LotRowKey[] keys) =>
        new($"select l.account, l.lot, {Columns}, l.life from unnest($1, $2) as k (account, lot) join {schema}.lots l using "
            + "(account, lot)")
        {
            Parameters = { Sql.Column(keys, key => key.Account), Sql.Column(keys, key => key.Lot) },
        };

    protected override (LotRowKey Key, LotRow Row) Read(NpgsqlDataReader row) =>
        (new LotRowKey(row.GetInt64(0), row.GetInt64(1)), Read(row, 2) with { Life = LotLife.Read(row.GetString(14)) });

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static LotRow Read(NpgsqlDataReader row, int first) => new(
        row.GetString(first), row.GetString(first + 1),
        new Pockets(row.GetDecimal(first + 2), row.GetDecimal(first + 3), row.GetDecimal(first + 4)),
        row.At(first + 5), row.AtOrNull(first + 6), row.AtOrNull(first + 7), row.TextOrNull(first + 8), row.TextOrNull(first + 9),
        row.TextOrNull(first + 10), row.TextOrNull(first + 11));
}
