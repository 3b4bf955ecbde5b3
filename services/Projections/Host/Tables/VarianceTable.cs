using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <param name="Month">Local month of placedAt: year × 12 + month − 1.</param>
internal readonly record struct VarianceRowKey(string Program, int Month);

/// <summary>The sums of discount variance, by month.</summary>
internal sealed class VarianceTable(string schema)
    : SumTable<VarianceRowKey, VarianceRow>($"{schema}.variance_months", 10_000, WrittenColumns)
{
    private static readonly IReadOnlyList<Column<VarianceRowKey, VarianceRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Key("month", (key, _) => key.Month),
        Changing("orders", (_, row) => row.Orders),
        Changing("entitled", (_, row) => row.Entitled),
        Changing("variance", (_, row) => row.Variance),
    ];

    /// <summary>Adds the change of a month's sums when an order changes.</summary>
    public void Add(string program, int month, OrderRow before, OrderRow after) =>
        Add(new VarianceRowKey(program, month), VarianceRow.Of(after) - VarianceRow.Of(before));

    /// <summary>Selects month and sums of a program $1 from a month $2 to another $3, both included.</summary>
    public static string Select(string schema) =>
        $"select v.month, v.orders, v.entitled, v.variance from {schema}.variance_months v where v.program = $1 and v.orders <> 0 "
        + "and v.month between $2 and $3 order by v.month";

    protected override NpgsqlBatchCommand Select(VarianceRowKey[] keys) =>
        new($"select v.program, v.month, v.orders, v.entitled, v.variance from unnest($1, $2) as k (program, month) "
            + $"join {schema}.variance_months v using (program, month)")
        {
            Parameters = { Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.Month) },
        };

    protected override (VarianceRowKey Key, VarianceRow Row) Read(NpgsqlDataReader row) => (
        new VarianceRowKey(row.GetString(0), row.GetInt32(1)), new VarianceRow(row.GetInt64(2), row.GetDecimal(3), row.GetDecimal(4)));
}
