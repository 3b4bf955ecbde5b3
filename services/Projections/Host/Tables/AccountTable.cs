using System.Globalization;
using Ledger.Projections.Domain;
using Npgsql;

namespace Ledger.Projections.Host;

internal readonly record struct AccountKey(string Program, string AccountId);

/// <summary>Accounts: what standings are made of, and the short number that all other tables use.</summary>
internal sealed class AccountTable(string schema) : RowTable<AccountKey, AccountRow>(50_000)
{
    public const string Columns = "a.number, a.clock, a.entries, a.orders, a.first_order_at, a.tier, a.since, a.grace_until, a.merged_into, a.absorbed";

    /// <summary>How many <see cref="Columns"/> there are.</summary>
    public const int ColumnCount = 10;

    protected override NpgsqlBatchCommand Select(AccountKey[] keys) =>
        new($"select a.program, a.account_id, {Columns} from unnest($1, $2) as k (program, account_id) join {schema}.accounts a using (program, account_id)")
        {
            Parameters = { Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.AccountId) },
        };

    protected override (AccountKey Key, AccountRow Row) Read(NpgsqlDataReader row) => (new AccountKey(row.GetString(0), row.GetString(1)), Read(row, 2));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static AccountRow Read(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first), row.At(first + 1), row.GetInt64(first + 2), row.GetInt64(first + 3), row.AtOrNull(first + 4),
        row.TextOrNull(first + 5), row.AtOrNull(first + 6), row.AtOrNull(first + 7), row.TextOrNull(first + 8), Numbers(row.TextOrNull(first + 9)));

    protected override NpgsqlBatchCommand Upsert(Columns<AccountKey, AccountRow> rows) => new($"""
        insert into {schema}.accounts (number, program, account_id, clock, entries, orders, first_order_at, tier, since, grace_until, merged_into, absorbed)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (number) do update set clock = excluded.clock, entries = excluded.entries, orders = excluded.orders,
            first_order_at = excluded.first_order_at, tier = excluded.tier, since = excluded.since, grace_until = excluded.grace_until,
            merged_into = excluded.merged_into, absorbed = excluded.absorbed
        """)
    {
        Parameters =
        {
            rows.Of((_, row) => row.Number), rows.Of((key, _) => key.Program), rows.Of((key, _) => key.AccountId), rows.Of((_, row) => row.Clock.UtcDateTime),
            rows.Of((_, row) => row.Entries), rows.Of((_, row) => row.Orders), rows.Of((_, row) => Sql.Instant(row.FirstOrderAt)),
            rows.Of((_, row) => row.Tier), rows.Of((_, row) => Sql.Instant(row.Since)), rows.Of((_, row) => Sql.Instant(row.GraceUntil)),
            rows.Of((_, row) => row.MergedInto), rows.Of((_, row) => row.Absorbed is { } numbers ? string.Join(',', numbers) : null),
        },
    };

    private static long[]? Numbers(string? text) => text?.Split(',').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
}
