using Ledger.Projections.Domain;
using Npgsql;

namespace Ledger.Projections.Host;

internal readonly record struct WalletKey(long Account, string Owner, string Unit)
{
    /// <summary>Finds a wallet's entries among those of its account.</summary>
    public static long HashOf(string owner, string unit) => StableHash.Of(owner, unit);
}

/// <summary>Balances and lifetime totals.</summary>
internal sealed class WalletTable(string schema) : RowTable<WalletKey, WalletRow>(50_000)
{
    public const string Columns = "w.pending, w.available, w.held, w.arrears, w.accrued, w.reversed, w.redeemed, w.expired, w.adjusted, w.credited";

    protected override NpgsqlBatchCommand Select(WalletKey[] keys) =>
        new($"select w.account, w.owner, w.unit, {Columns} from unnest($1, $2, $3) as k (account, owner, unit) join {schema}.wallets w using (account, owner, unit)")
        {
            Parameters = { Sql.Column(keys, key => key.Account), Sql.Column(keys, key => key.Owner), Sql.Column(keys, key => key.Unit) },
        };

    protected override (WalletKey Key, WalletRow Row) Read(NpgsqlDataReader row) => (new WalletKey(row.GetInt64(0), row.GetString(1), row.GetString(2)), Read(row, 3));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static WalletRow Read(NpgsqlDataReader row, int first) => new(
        row.GetDecimal(first), row.GetDecimal(first + 1), row.GetDecimal(first + 2), row.GetDecimal(first + 3), row.GetDecimal(first + 4),
        row.GetDecimal(first + 5), row.GetDecimal(first + 6), row.GetDecimal(first + 7), row.GetDecimal(first + 8), row.GetBoolean(first + 9));

    protected override NpgsqlBatchCommand Upsert(Columns<WalletKey, WalletRow> rows) => new($"""
        insert into {schema}.wallets (account, owner, unit, pending, available, held, arrears, accrued, reversed, redeemed, expired, adjusted, credited)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        on conflict (account, owner, unit) do update set pending = excluded.pending, available = excluded.available, held = excluded.held,
            arrears = excluded.arrears, accrued = excluded.accrued, reversed = excluded.reversed, redeemed = excluded.redeemed,
            expired = excluded.expired, adjusted = excluded.adjusted, credited = excluded.credited
        """)
    {
        Parameters =
        {
            rows.Of((key, _) => key.Account), rows.Of((key, _) => key.Owner), rows.Of((key, _) => key.Unit),
            rows.Of((_, row) => row.Pending), rows.Of((_, row) => row.Available), rows.Of((_, row) => row.Held), rows.Of((_, row) => row.Arrears),
            rows.Of((_, row) => row.Accrued), rows.Of((_, row) => row.Reversed), rows.Of((_, row) => row.Redeemed), rows.Of((_, row) => row.Expired),
            rows.Of((_, row) => row.Adjusted), rows.Of((_, row) => row.Credited),
        },
    };
}
