using Ledger.Projections.Domain;
using Npgsql;

namespace Ledger.Projections.Host;

internal readonly record struct ProgramKey(string Program);

/// <summary>Programs and their clocks.</summary>
internal sealed class ProgramTable(string schema) : RowTable<ProgramKey, ProgramRow>(1_000)
{
    protected override NpgsqlBatchCommand Select(ProgramKey[] keys) =>
        new($"select program, mode, clock_at, revision from {schema}.programs where program = any($1)") { Parameters = { Sql.Column(keys, key => key.Program) } };

    protected override (ProgramKey Key, ProgramRow Row) Read(NpgsqlDataReader row) =>
        (new ProgramKey(row.GetString(0)), new ProgramRow(row.GetString(1), row.AtOrNull(2), row.GetInt64(3)));

    protected override NpgsqlBatchCommand Upsert(Columns<ProgramKey, ProgramRow> rows) => new($"""
        insert into {schema}.programs (program, mode, clock_at, revision)
        select * from unnest($1, $2, $3, $4)
        on conflict (program) do update set mode = excluded.mode, clock_at = excluded.clock_at, revision = excluded.revision
        """)
    {
        Parameters = { rows.Of((key, _) => key.Program), rows.Of((_, row) => row.Mode), rows.Of((_, row) => Sql.Instant(row.ClockAt)), rows.Of((_, row) => row.Revision) },
    };
}
