using Ledger.Projections.Domain;
using Npgsql;

namespace Ledger.Projections.Host;

internal readonly record struct VersionKey(string Program, int Version);

/// <summary>Program versions with their documents.</summary>
internal sealed class VersionTable(string schema) : RowTable<VersionKey, VersionRow>(100)
{
    protected override NpgsqlBatchCommand Select(VersionKey[] keys) =>
        new($"select v.program, v.version, v.state, v.document, v.number from unnest($1, $2) as k (program, version) join {schema}.versions v using (program, version)")
        {
            Parameters = { Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.Version) },
        };

    protected override (VersionKey Key, VersionRow Row) Read(NpgsqlDataReader row) =>
        (new VersionKey(row.GetString(0), row.GetInt32(1)), new VersionRow(row.GetString(2), row.GetString(3), row.GetInt64(4)));

    protected override NpgsqlBatchCommand Upsert(Columns<VersionKey, VersionRow> rows) => new($"""
        insert into {schema}.versions (program, version, state, document, number)
        select * from unnest($1, $2, $3, $4, $5)
        on conflict (program, version) do update set state = excluded.state, document = excluded.document, number = excluded.number
        """)
    {
        Parameters =
        {
            rows.Of((key, _) => key.Program), rows.Of((key, _) => key.Version), rows.Of((_, row) => row.State), rows.Of((_, row) => row.Document), rows.Of((_, row) => row.Number),
        },
    };
}
