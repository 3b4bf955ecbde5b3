using Ledger.Projections.Domain;
using Npgsql;

namespace Ledger.Projections.Host;

internal readonly record struct LotKey(long Account, long Lot);

/// <summary>Lots with what is left of them.</summary>
internal sealed class LotTable(string schema) : RowTable<LotKey, LotRow>(30_000)
{
    public const string Columns = "l.owner, l.unit, l.pending, l.available, l.held, l.opened_at, l.activates_at, l.expires_at, l.order_key, l.rebate_key";

    protected override NpgsqlBatchCommand Select(LotKey[] keys) =>
        new($"select l.account, l.lot, {Columns} from unnest($1, $2) as k (account, lot) join {schema}.lots l using (account, lot)")
        {
            Parameters = { Sql.Column(keys, key => key.Account), Sql.Column(keys, key => key.Lot) },
        };

    protected override (LotKey Key, LotRow Row) Read(NpgsqlDataReader row) => (new LotKey(row.GetInt64(0), row.GetInt64(1)), Read(row, 2));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static LotRow Read(NpgsqlDataReader row, int first) => new(
        row.GetString(first), row.GetString(first + 1), row.GetDecimal(first + 2), row.GetDecimal(first + 3), row.GetDecimal(first + 4),
        row.At(first + 5), row.AtOrNull(first + 6), row.AtOrNull(first + 7), row.TextOrNull(first + 8), row.TextOrNull(first + 9));

    protected override NpgsqlBatchCommand Upsert(Columns<LotKey, LotRow> rows) => new($"""
        insert into {schema}.lots (account, lot, owner, unit, pending, available, held, opened_at, activates_at, expires_at, order_key, rebate_key)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (account, lot) do update set pending = excluded.pending, available = excluded.available, held = excluded.held,
            activates_at = excluded.activates_at, expires_at = excluded.expires_at
        """)
    {
        Parameters =
        {
            rows.Of((key, _) => key.Account), rows.Of((key, _) => key.Lot), rows.Of((_, row) => row.Owner), rows.Of((_, row) => row.Unit),
            rows.Of((_, row) => row.Pending), rows.Of((_, row) => row.Available), rows.Of((_, row) => row.Held), rows.Of((_, row) => row.OpenedAt.UtcDateTime),
            rows.Of((_, row) => Sql.Instant(row.ActivatesAt)), rows.Of((_, row) => Sql.Instant(row.ExpiresAt)), rows.Of((_, row) => row.Order), rows.Of((_, row) => row.Rebate),
        },
    };
}
