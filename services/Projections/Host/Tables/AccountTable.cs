using System.Globalization;
using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct AccountRowKey(string Program, string AccountId);

/// <summary>Accounts: what standings are computed from, and the number by which all other tables refer to the account.</summary>
internal sealed class AccountTable(string schema) : RowTable<AccountRowKey, AccountRow>($"{schema}.accounts", 50_000, WrittenColumns)
{
    public const string Columns =
        "a.number, a.clock, a.entries, a.orders, a.first_order_at, a.tier, a.since, a.grace_until, a.merged_into, a.absorbed";

    /// <summary>The number of <see cref="Columns"/>.</summary>
    public const int ColumnCount = 10;

    private static readonly IReadOnlyList<Column<AccountRowKey, AccountRow>> WrittenColumns =
    [
        Key("number", (_, row) => row.Number),
        Fixed("program", (key, _) => key.Program),
        Fixed("account_id", (key, _) => key.AccountId),
        Changing("clock", (_, row) => row.Clock.UtcDateTime),
        Changing("entries", (_, row) => row.Entries),
        Changing("orders", (_, row) => row.Orders),
        Changing("first_order_at", (_, row) => Sql.Instant(row.FirstOrderAt)),
        Changing("tier", (_, row) => row.Tier),
        Changing("since", (_, row) => Sql.Instant(row.Since)),
        Changing("grace_until", (_, row) => Sql.Instant(row.GraceUntil)),
        Changing("merged_into", (_, row) => row.MergedInto),
        Changing("absorbed", (_, row) => row.Absorbed is { } numbers ? string.Join(',', numbers) : null),
    ];

    protected override NpgsqlBatchCommand Select(AccountRowKey[] keys) =>
        new($"select a.program, a.account_id, {Columns} from unnest($1, $2) as k (program, account_id) join {schema}.accounts a using "
            + $"(program, account_id)")
        {
            Parameters = { Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.AccountId) },
        };

    protected override (AccountRowKey Key, AccountRow Row) Read(NpgsqlDataReader row) =>
        (new AccountRowKey(row.GetString(0), row.GetString(1)), Read(row, 2));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static AccountRow Read(NpgsqlDataReader row, int first) => new(
            row.GetInt64(first), row.At(first + 1), row.GetInt64(first + 2), row.GetInt64(first + 3), row.AtOrNull(first + 4),
            row.TextOrNull(first + 5), row.AtOrNull(first + 6), row.AtOrNull(first + 7), row.TextOrNull(first + 8),
            Numbers(row.TextOrNull(first + 9)));

    private static long[]? Numbers(string? text) =>
        text?.Split(',').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
}
