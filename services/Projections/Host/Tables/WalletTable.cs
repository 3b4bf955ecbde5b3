using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Queries;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct WalletKey(long Account, string Owner, string Unit)
{
    /// <summary>Finds a wallet's entries among those of its account.</summary>
    public static long HashOf(string owner, string unit) => StableHash.Of(owner, unit);
}

/// <summary>Balances and lifetime totals.</summary>
internal sealed class WalletTable(string schema) : RowTable<WalletKey, WalletRow>($"{schema}.wallets", 50_000, WrittenColumns)
{
    public const string Columns =
        "w.pending, w.available, w.held, w.arrears, w.accrued, w.reversed, w.redeemed, w.expired, w.adjusted, w.credited";

    /// <summary>Sorts wallets: the account's own first, then by owner and unit (domain.md §6).</summary>
    public const string InOrder = "order by w.owner <> 'account', w.owner, w.unit";

    private static readonly IReadOnlyList<Column<WalletKey, WalletRow>> WrittenColumns =
    [
        Key("account", (key, _) => key.Account),
        Key("owner", (key, _) => key.Owner),
        Key("unit", (key, _) => key.Unit),
        Changing("pending", (_, row) => row.Pending),
        Changing("available", (_, row) => row.Available),
        Changing("held", (_, row) => row.Held),
        Changing("arrears", (_, row) => row.Arrears),
        Changing("accrued", (_, row) => row.Accrued),
        Changing("reversed", (_, row) => row.Reversed),
        Changing("redeemed", (_, row) => row.Redeemed),
        Changing("expired", (_, row) => row.Expired),
        Changing("adjusted", (_, row) => row.Adjusted),
        Changing("credited", (_, row) => row.Credited),
    ];

    protected override NpgsqlBatchCommand Select(WalletKey[] keys) =>
        new($"select w.account, w.owner, w.unit, {Columns} from unnest($1, $2, $3) as k (account, owner, unit) join {schema}.wallets "
            + $"w using (account, owner, unit)")
        {
            Parameters = { Sql.Column(keys, key => key.Account), Sql.Column(keys, key => key.Owner), Sql.Column(keys, key => key.Unit) },
        };

    protected override (WalletKey Key, WalletRow Row) Read(NpgsqlDataReader row) =>
        (new WalletKey(row.GetInt64(0), row.GetString(1), row.GetString(2)), Read(row, 3));

    /// <summary>Selects wallets w of accounts a, for <see cref="ReadOwned"/>.</summary>
    public static string OfAccount(string schema) =>
        $"select w.owner, w.unit, {Columns} from {schema}.accounts a join {schema}.wallets w on w.account = a.number";

    /// <summary>Reads a row of <see cref="OfAccount"/>.</summary>
    public static OwnedWallet ReadOwned(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), Read(row, 2));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static WalletRow Read(NpgsqlDataReader row, int first) => new(
            row.GetDecimal(first), row.GetDecimal(first + 1), row.GetDecimal(first + 2), row.GetDecimal(first + 3),
            row.GetDecimal(first + 4), row.GetDecimal(first + 5), row.GetDecimal(first + 6), row.GetDecimal(first + 7),
            row.GetDecimal(first + 8), row.GetBoolean(first + 9));
}
