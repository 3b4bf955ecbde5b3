using System.Collections.Immutable;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <param name="Tier">The tier of the accounts as last recorded; empty for the lowest.</param>
/// <param name="Opened">The local month in which value first came into the lots.</param>
internal readonly record struct LotMonthRowKey(string Program, string Unit, string Tier, int Opened, int Month);

/// <summary>
/// The amounts at risk in lots and what became of them, summed by unit, tier, month of opening and month (see <see cref="LotMonthRow"/>).
/// </summary>
internal sealed class LotMonthTable(string schema)
    : SumTable<LotMonthRowKey, LotMonthRow>($"{schema}.lot_months", 10_000, WrittenColumns)
{
    private static readonly IReadOnlyList<Column<LotMonthRowKey, LotMonthRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Key("unit", (key, _) => key.Unit),
        Key("tier", (key, _) => key.Tier),
        Key("opened", (key, _) => key.Opened),
        Key("month", (key, _) => key.Month),
        Changing("lots", (_, row) => row.Lots),
        Changing("at_risk", (_, row) => row.AtRisk),
        Changing("squares", (_, row) => row.Squares.ToString()),
        Changing("used", (_, row) => row.Used),
        Changing("expired", (_, row) => row.Expired),
        Changing("withdrawn", (_, row) => row.Withdrawn),
    ];

    private const string Columns = "m.lots, m.at_risk, m.squares, m.used, m.expired, m.withdrawn";

    // Reused by each addition.
    private readonly List<LotMonthChange> changes = [];

    /// <summary>Adds the changes of the sums when a lot's life changes.</summary>
    public void Add(string program, string unit, string? tier, ImmutableArray<LotMonth> before, ImmutableArray<LotMonth> after)
    {
        changes.Clear();
        LotLife.AddChanges(before, after, changes);
        foreach (var change in changes)
        {
            Add(new LotMonthRowKey(program, unit, tier ?? "", change.Opened, change.Month), change.Sums);
        }
    }

    /// <summary>Selects unit, tier, opened, month and the sums of a program $1 before a month $2.</summary>
    public static string Select(string schema) =>
        $"select m.unit, m.tier, m.opened, m.month, {Columns} from {schema}.lot_months m where m.program = $1 and m.month < $2 "
        + "order by m.unit, m.tier, m.opened, m.month";

    /// <summary>Reads the sums, beginning at a column.</summary>
    public static LotMonthRow Read(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first), row.GetDecimal(first + 1), Exact.Parse(row.GetString(first + 2)), row.GetDecimal(first + 3),
        row.GetDecimal(first + 4), row.GetDecimal(first + 5));

    protected override NpgsqlBatchCommand Select(LotMonthRowKey[] keys) =>
        new($"select m.program, m.unit, m.tier, m.opened, m.month, {Columns} from unnest($1, $2, $3, $4, $5) as k (program, unit, tier, "
            + $"opened, month) join {schema}.lot_months m using (program, unit, tier, opened, month)")
        {
            Parameters =
            {
                Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.Unit), Sql.Column(keys, key => key.Tier),
                Sql.Column(keys, key => key.Opened), Sql.Column(keys, key => key.Month),
            },
        };

    protected override (LotMonthRowKey Key, LotMonthRow Row) Read(NpgsqlDataReader row) => (
        new LotMonthRowKey(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt32(4)), Read(row, 5));
}
