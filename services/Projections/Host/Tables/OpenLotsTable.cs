using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <param name="Tier">That of the accounts as last recorded; empty for the lowest.</param>
/// <param name="Opened">The local month in which value first came into the lots.</param>
internal readonly record struct OpenLotsRowKey(string Program, string Unit, string Tier, int Opened);

/// <summary>What is left of all lots, summed by unit, tier and the month in which they were opened.</summary>
internal sealed class OpenLotsTable(string schema)
    : SumTable<OpenLotsRowKey, OpenLotsRow>($"{schema}.open_lots", 10_000, WrittenColumns)
{
    private static readonly IReadOnlyList<Column<OpenLotsRowKey, OpenLotsRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Key("unit", (key, _) => key.Unit),
        Key("tier", (key, _) => key.Tier),
        Key("opened", (key, _) => key.Opened),
        Changing("pending", (_, row) => row.Pending),
        Changing("available", (_, row) => row.Unheld),
        Changing("held", (_, row) => row.Held),
    ];

    protected override NpgsqlBatchCommand Select(OpenLotsRowKey[] keys) =>
        new("select o.program, o.unit, o.tier, o.opened, o.pending, o.available, o.held from unnest($1, $2, $3, $4) as k (program, unit, "
            + $"tier, opened) join {schema}.open_lots o using (program, unit, tier, opened)")
        {
            Parameters =
            {
                Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.Unit), Sql.Column(keys, key => key.Tier),
                Sql.Column(keys, key => key.Opened),
            },
        };

    protected override (OpenLotsRowKey Key, OpenLotsRow Row) Read(NpgsqlDataReader row) => (
        new OpenLotsRowKey(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3)),
        new OpenLotsRow(row.GetDecimal(4), row.GetDecimal(5), row.GetDecimal(6)));
}
