using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct RebateRowKey(long Account, string Rebate, string Period);

/// <summary>Closed rebate periods.</summary>
internal sealed class RebateTable(string schema) : RowTable<RebateRowKey, RebateRow>($"{schema}.rebates", 40_000, WrittenColumns)
{
    public const string Columns = "r.period_start, r.version, r.basis, r.amount";

    private static readonly IReadOnlyList<Column<RebateRowKey, RebateRow>> WrittenColumns =
    [
        Key("account", (key, _) => key.Account),
        Key("rebate", (key, _) => key.Rebate),
        Key("period", (key, _) => key.Period),
        Changing("period_start", (_, row) => row.PeriodStart.UtcDateTime),
        Changing("version", (_, row) => row.ProgramVersion),
        Changing("basis", (_, row) => row.Basis),
        Changing("amount", (_, row) => row.Amount),
    ];

    protected override NpgsqlBatchCommand Select(RebateRowKey[] keys) =>
        new($"select r.account, r.rebate, r.period, {Columns} from unnest($1, $2, $3) as k (account, rebate, period) join "
            + $"{schema}.rebates r using (account, rebate, period)")
        {
            Parameters = { Sql.Column(keys, key => key.Account), Sql.Column(keys, key => key.Rebate), Sql.Column(keys, key => key.Period) },
        };

    protected override (RebateRowKey Key, RebateRow Row) Read(NpgsqlDataReader row) =>
        (new RebateRowKey(row.GetInt64(0), row.GetString(1), row.GetString(2)), Read(row, 3));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static RebateRow Read(NpgsqlDataReader row, int first) =>
        new(row.At(first), row.GetInt32(first + 1), row.GetString(first + 2), row.GetDecimal(first + 3));
}
