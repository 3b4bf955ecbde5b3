using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct AccountMonthsRowKey(long Account);

/// <summary>Sums of each account by month. Changes are added to the sums of the return of the program at each write.</summary>
internal sealed class AccountMonthsTable(string schema)
    : RowTable<AccountMonthsRowKey, AccountMonthsRow>($"{schema}.account_months", 30_000, WrittenColumns)
{
    private static readonly IReadOnlyList<Column<AccountMonthsRowKey, AccountMonthsRow>> WrittenColumns =
    [
        Key("account", (key, _) => key.Account),
        Changing("months", (_, row) => AccountMonths.Write(row.Months)),
        Changing("tiers", (_, row) => AccountMonths.Write(row.Tiers)),
        Changing("segments", (_, row) => MemberTable.Text(row.Segments)),
    ];

    private readonly Dictionary<Slot<AccountMonthsRowKey, AccountMonthsRow>, (string Program, AccountMonthsRow Row)> before = [];

    /// <summary>Changes the months of an account, which must have been requested with Want. Creates the row if there is none.</summary>
    /// <param name="change">Makes the new row from the old one and <paramref name="given"/>; static, so that nothing is allocated.</param>
    public void Change<T>(string program, long account, T given, Func<AccountMonthsRow, T, AccountMonthsRow> change)
    {
        var slot = this[new AccountMonthsRowKey(account)];
        var row = slot.Row ?? AccountMonthsRow.Empty;
        before.TryAdd(slot, (program, row));
        Put(slot, change(row, given));
    }

    /// <summary>The months of an account, which must have been requested with Want.</summary>
    public AccountMonthsRow Of(long account) => this[new AccountMonthsRowKey(account)].Row ?? AccountMonthsRow.Empty;

    /// <summary>Adds the changes since the last call to the sums of the return.</summary>
    public void AddTo(ReturnTable returns)
    {
        foreach (var (slot, (program, row)) in before) returns.Add(program, row, slot.Row!);
        before.Clear();
    }

    protected override NpgsqlBatchCommand Select(AccountMonthsRowKey[] keys) =>
        new($"select m.account, m.months, m.tiers, m.segments from {schema}.account_months m where m.account = any($1)")
        {
            Parameters = { Sql.Column(keys, key => key.Account) },
        };

    protected override (AccountMonthsRowKey Key, AccountMonthsRow Row) Read(NpgsqlDataReader row) => (
        new AccountMonthsRowKey(row.GetInt64(0)),
        new AccountMonthsRow(
            AccountMonths.ReadMonths(row.GetString(1)), AccountMonths.ReadTiers(row.GetString(2)), MemberTable.Ids(row.GetString(3))));
}
