using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.States;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct GrantRowKey(string Program, string GrantId);

/// <summary>Grants of rewards.</summary>
internal sealed class GrantTable(string schema) : RowTable<GrantRowKey, GrantRow>($"{schema}.grants", 2_000, WrittenColumns)
{
    public const string Columns =
        "t.account, t.position, t.rule, t.number, t.reward, t.state, t.version, t.granted_at, t.period, t.voucher, t.decided_at, "
        + "t.decided_by, t.reference, t.reason";

    private static readonly IReadOnlyList<Column<GrantRowKey, GrantRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Key("grant_id", (key, _) => key.GrantId),
        Fixed("account", (_, row) => row.Account),
        Fixed("position", (_, row) => row.Position),
        Fixed("rule", (_, row) => row.Rule),
        Fixed("number", (_, row) => row.Number),
        Fixed("reward", (_, row) => row.Reward),
        Changing("state", (_, row) => GrantStateNames.NameOf(row.State)),
        Fixed("version", (_, row) => row.ProgramVersion),
        Fixed("granted_at", (_, row) => row.GrantedAt.UtcDateTime),
        Fixed("period", (_, row) => row.Period),
        Fixed("voucher", (_, row) => row.Voucher),
        Changing("decided_at", (_, row) => Sql.Instant(row.DecidedAt)),
        Changing("decided_by", (_, row) => row.DecidedBy),
        Changing("reference", (_, row) => row.Reference),
        Changing("reason", (_, row) => row.Reason),
    ];

    protected override NpgsqlBatchCommand Select(GrantRowKey[] keys) =>
        new(
            $"""
            select t.program, t.grant_id, {Columns} from unnest($1, $2) as k (program, grant_id)
              join {schema}.grants t using (program, grant_id)
            """)
        {
            Parameters = { Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.GrantId) },
        };

    protected override (GrantRowKey Key, GrantRow Row) Read(NpgsqlDataReader row) =>
        (new GrantRowKey(row.GetString(0), row.GetString(1)), Read(row, 2));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static GrantRow Read(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first), row.GetInt64(first + 1), row.GetString(first + 2), row.GetInt64(first + 3), row.GetString(first + 4),
        GrantStateNames.Of(row.GetString(first + 5)), row.GetInt32(first + 6), row.At(first + 7), row.TextOrNull(first + 8),
        row.TextOrNull(first + 9), row.AtOrNull(first + 10), row.TextOrNull(first + 11), row.TextOrNull(first + 12),
        row.TextOrNull(first + 13));
}
