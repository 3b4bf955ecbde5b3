using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Queries;
using Ledger.Rules.Domain.Postings;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct WalletRowKey(long Account, string Owner, string Unit)
{
    /// <summary>The hash by which a wallet's entries are found among those of its account.</summary>
    public static long HashOf(string owner, string unit) => StableHash.Of(owner, unit);
}

/// <summary>Balances and lifetime totals. The column <c>available</c> has the unheld value, like the book of that name.</summary>
internal sealed class WalletTable(string schema) : RowTable<WalletRowKey, WalletRow>($"{schema}.wallets", 50_000, WrittenColumns)
{
    public const string Columns =
        "w.pending, w.available, w.held, w.arrears, w.accrued, w.reversed, w.redeemed, w.expired, w.adjusted, w.credited";

    /// <summary>The order of wallets: the account's own first, then by owner and unit (domain.md §6).</summary>
    public const string InOrder = "order by w.owner <> 'account', w.owner, w.unit";

    private static readonly IReadOnlyList<Column<WalletRowKey, WalletRow>> WrittenColumns =
    [
        Key("account", (key, _) => key.Account),
        Key("owner", (key, _) => key.Owner),
        Key("unit", (key, _) => key.Unit),
        Changing("pending", (_, row) => row.Totals.Pending),
        Changing("available", (_, row) => row.Totals.Unheld),
        Changing("held", (_, row) => row.Totals.Held),
        Changing("arrears", (_, row) => row.Totals.Arrears),
        Changing("accrued", (_, row) => row.Totals.Accrued),
        Changing("reversed", (_, row) => row.Totals.Reversed),
        Changing("redeemed", (_, row) => row.Totals.Redeemed),
        Changing("expired", (_, row) => row.Totals.Expired),
        Changing("adjusted", (_, row) => row.Totals.Adjusted),
        Changing("credited", (_, row) => row.Credited),
    ];

    protected override NpgsqlBatchCommand Select(WalletRowKey[] keys) =>
        new($"select w.account, w.owner, w.unit, {Columns} from unnest($1, $2, $3) as k (account, owner, unit) join {schema}.wallets "
            + $"w using (account, owner, unit)")
        {
            Parameters = { Sql.Column(keys, key => key.Account), Sql.Column(keys, key => key.Owner), Sql.Column(keys, key => key.Unit) },
        };

    protected override (WalletRowKey Key, WalletRow Row) Read(NpgsqlDataReader row) =>
        (new WalletRowKey(row.GetInt64(0), row.GetString(1), row.GetString(2)), Read(row, 3));

    /// <summary>Selects wallets w of accounts a, for <see cref="ReadOwned"/>.</summary>
    public static string OfAccount(string schema) =>
        $"select w.owner, w.unit, {Columns} from {schema}.accounts a join {schema}.wallets w on w.account = a.number";

    /// <summary>Reads a row of <see cref="OfAccount"/>.</summary>
    public static OwnedWallet ReadOwned(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), Read(row, 2));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static WalletRow Read(NpgsqlDataReader row, int first) => new(
        new WalletTotals
        {
            Pending = row.GetDecimal(first),
            Unheld = row.GetDecimal(first + 1),
            Held = row.GetDecimal(first + 2),
            Arrears = row.GetDecimal(first + 3),
            Accrued = row.GetDecimal(first + 4),
            Reversed = row.GetDecimal(first + 5),
            Redeemed = row.GetDecimal(first + 6),
            Expired = row.GetDecimal(first + 7),
            Adjusted = row.GetDecimal(first + 8),
        },
        row.GetBoolean(first + 9));
}
