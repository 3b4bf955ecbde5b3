using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <param name="Tier">The tier at the end of the month; empty for the lowest.</param>
/// <param name="Segment">The segment; empty for all accounts.</param>
internal readonly record struct ReturnRowKey(string Program, int Month, string Tier, string Segment);

/// <summary>The sums of the return of the program, by month, tier and segment.</summary>
internal sealed class ReturnTable(string schema)
    : SumTable<ReturnRowKey, ReturnRow>($"{schema}.returns", 10_000, WrittenColumns)
{
    private static readonly IReadOnlyList<Column<ReturnRowKey, ReturnRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Key("month", (key, _) => key.Month),
        Key("tier", (key, _) => key.Tier),
        Key("segment", (key, _) => key.Segment),
        Changing("accounts", (_, row) => row.Accounts),
        Changing("orders", (_, row) => row.Orders),
        Changing("net", (_, row) => row.Net.ToString()),
        Changing("discount", (_, row) => row.Discount),
        Changing("points", (_, row) => row.Points),
        Changing("rebates", (_, row) => row.Rebates),
        Changing("compared_accounts", (_, row) => row.ComparedAccounts),
        Changing("compared_net", (_, row) => row.ComparedNet.ToString()),
        Changing("compared_net_before", (_, row) => row.ComparedNetYearBefore.ToString()),
    ];

    private const string Columns =
        "r.program, r.month, r.tier, r.segment, r.accounts, r.orders, r.net, r.discount, r.points, r.rebates, r.compared_accounts, "
        + "r.compared_net, r.compared_net_before";

    // Reused by each addition.
    private readonly List<ReturnChange> changes = [];

    /// <summary>Adds the changes of the sums when an account's months change.</summary>
    public void Add(string program, AccountMonthsRow before, AccountMonthsRow after)
    {
        changes.Clear();
        ReturnView.AddChanges(before, after, changes);
        foreach (var change in changes)
        {
            Add(new ReturnRowKey(program, change.Month, change.Tier ?? "", change.Segment ?? ""), change.Sums);
        }
    }

    /// <summary>Selects the sums of the program $1 from month $2 to month $3, both inclusive.</summary>
    public static string Select(string schema) =>
        $"select {Columns} from {schema}.returns r where r.program = $1 and r.month between $2 and $3";

    /// <summary>Reads what <see cref="Select(string)"/> selects.</summary>
    public static ReturnChange ReadSums(NpgsqlDataReader row) =>
        new(row.GetInt32(1), TextOrNone(row.GetString(2)), TextOrNone(row.GetString(3)), RowOf(row));

    protected override NpgsqlBatchCommand Select(ReturnRowKey[] keys) =>
        new($"select {Columns} from unnest($1, $2, $3, $4) as k (program, month, tier, segment) join {schema}.returns r using (program, "
            + "month, tier, segment)")
        {
            Parameters =
            {
                Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.Month), Sql.Column(keys, key => key.Tier),
                Sql.Column(keys, key => key.Segment),
            },
        };

    protected override (ReturnRowKey Key, ReturnRow Row) Read(NpgsqlDataReader row) =>
        (new ReturnRowKey(row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3)), RowOf(row));

    private static string? TextOrNone(string text) => text.Length == 0 ? null : text;

    private static ReturnRow RowOf(NpgsqlDataReader row) => new(
        row.GetInt64(4), row.GetInt64(5), Exact.Parse(row.GetString(6)), row.GetDecimal(7), row.GetDecimal(8), row.GetDecimal(9),
        row.GetInt64(10), Exact.Parse(row.GetString(11)), Exact.Parse(row.GetString(12)));
}
