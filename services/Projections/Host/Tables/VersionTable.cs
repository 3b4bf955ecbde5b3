using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.States;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct VersionRowKey(string Program, int Version);

/// <summary>Program versions with their documents.</summary>
internal sealed class VersionTable(string schema) : RowTable<VersionRowKey, VersionRow>($"{schema}.versions", 100, WrittenColumns)
{
    private static readonly IReadOnlyList<Column<VersionRowKey, VersionRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Key("version", (key, _) => key.Version),
        Changing("state", (_, row) => VersionStateNames.NameOf(row.State)),
        Changing("document", (_, row) => row.Document),
        Changing("number", (_, row) => row.Number),
    ];

    protected override NpgsqlBatchCommand Select(VersionRowKey[] keys) =>
        new($"select v.program, v.version, v.state, v.document, v.number from unnest($1, $2) as k (program, version) join "
            + $"{schema}.versions v using (program, version)")
        {
            Parameters = { Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.Version) },
        };

    protected override (VersionRowKey Key, VersionRow Row) Read(NpgsqlDataReader row) => (
        new VersionRowKey(row.GetString(0), row.GetInt32(1)),
        new VersionRow(VersionStateNames.Of(row.GetString(2)), row.GetString(3), row.GetInt64(4)));
}
