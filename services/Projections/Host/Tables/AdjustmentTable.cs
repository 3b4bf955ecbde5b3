using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.States;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct AdjustmentRowKey(string Program, string AdjustmentId);

/// <summary>Adjustments by hand.</summary>
internal sealed class AdjustmentTable(string schema)
    : RowTable<AdjustmentRowKey, AdjustmentRow>($"{schema}.adjustments", 500, WrittenColumns)
{
    public const string Columns =
        "t.account, t.position, t.owner, t.unit, t.amount, t.state, t.proposed_at, t.reason, t.proposed_by, t.decided_at, t.decided_by, "
        + "t.decision";

    private static readonly IReadOnlyList<Column<AdjustmentRowKey, AdjustmentRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Key("adjustment_id", (key, _) => key.AdjustmentId),
        Fixed("account", (_, row) => row.Account),
        Fixed("position", (_, row) => row.Position),
        Fixed("owner", (_, row) => row.Owner),
        Fixed("unit", (_, row) => row.Unit),
        Fixed("amount", (_, row) => row.Amount),
        Changing("state", (_, row) => AdjustmentStateNames.NameOf(row.State)),
        Fixed("proposed_at", (_, row) => row.ProposedAt.UtcDateTime),
        Fixed("reason", (_, row) => row.Reason),
        Fixed("proposed_by", (_, row) => row.ProposedBy),
        Changing("decided_at", (_, row) => Sql.Instant(row.DecidedAt)),
        Changing("decided_by", (_, row) => row.DecidedBy),
        Changing("decision", (_, row) => row.Decision),
    ];

    protected override NpgsqlBatchCommand Select(AdjustmentRowKey[] keys) =>
        new(
            $"""
            select t.program, t.adjustment_id, {Columns} from unnest($1, $2) as k (program, adjustment_id)
              join {schema}.adjustments t using (program, adjustment_id)
            """)
        {
            Parameters = { Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.AdjustmentId) },
        };

    protected override (AdjustmentRowKey Key, AdjustmentRow Row) Read(NpgsqlDataReader row) =>
        (new AdjustmentRowKey(row.GetString(0), row.GetString(1)), Read(row, 2));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static AdjustmentRow Read(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first), row.GetInt64(first + 1), row.GetString(first + 2), row.GetString(first + 3), row.GetDecimal(first + 4),
        AdjustmentStateNames.Of(row.GetString(first + 5)), row.At(first + 6), row.TextOrNull(first + 7), row.TextOrNull(first + 8),
        row.AtOrNull(first + 9), row.TextOrNull(first + 10), row.TextOrNull(first + 11));
}
