using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct ProgramRowKey(string Program);

/// <summary>Programs and their clocks.</summary>
internal sealed class ProgramTable(string schema) : RowTable<ProgramRowKey, ProgramRow>($"{schema}.programs", 1_000, WrittenColumns)
{
    private static readonly IReadOnlyList<Column<ProgramRowKey, ProgramRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Changing("mode", (_, row) => row.Mode),
        Changing("clock_at", (_, row) => Sql.Instant(row.ClockAt)),
        Changing("revision", (_, row) => row.Revision),
        Changing("time_zone", (_, row) => row.TimeZone),
    ];

    protected override NpgsqlBatchCommand Select(ProgramRowKey[] keys) =>
        new(
            $"select program, mode, clock_at, revision, time_zone from {schema}.programs where program = any($1)")
        {
            Parameters = { Sql.Column(keys, key => key.Program) },
        };

    protected override (ProgramRowKey Key, ProgramRow Row) Read(NpgsqlDataReader row) =>
        (new ProgramRowKey(row.GetString(0)), new ProgramRow(row.GetString(1), row.AtOrNull(2), row.GetInt64(3), row.TextOrNull(4)));
}
