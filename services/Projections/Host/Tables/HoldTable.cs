using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.States;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct HoldRowKey(string Program, string HoldId);

/// <summary>Holds. Most end soon after they were made, so few are cached.</summary>
internal sealed class HoldTable(string schema) : RowTable<HoldRowKey, HoldRow>($"{schema}.holds", 2_000, WrittenColumns)
{
    public const string Columns =
        "t.account, t.position, t.owner, t.unit, t.amount, t.state, t.held_at, t.expires_at, t.captured, t.order_key, t.partner_id, "
        + "t.ended_at";

    private static readonly IReadOnlyList<Column<HoldRowKey, HoldRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Key("hold_id", (key, _) => key.HoldId),
        Fixed("account", (_, row) => row.Account),
        Fixed("position", (_, row) => row.Position),
        Fixed("owner", (_, row) => row.Owner),
        Fixed("unit", (_, row) => row.Unit),
        Fixed("amount", (_, row) => row.Amount),
        Changing("state", (_, row) => HoldStateNames.NameOf(row.State)),
        Fixed("held_at", (_, row) => row.HeldAt.UtcDateTime),
        Fixed("expires_at", (_, row) => row.ExpiresAt.UtcDateTime),
        Changing("captured", (_, row) => row.Captured),
        Fixed("order_key", (_, row) => row.Order),
        Fixed("partner_id", (_, row) => row.PartnerId),
        Changing("ended_at", (_, row) => Sql.Instant(row.EndedAt)),
    ];

    protected override NpgsqlBatchCommand Select(HoldRowKey[] keys) =>
        new(
            $"""
            select t.program, t.hold_id, {Columns} from unnest($1, $2) as k (program, hold_id)
              join {schema}.holds t using (program, hold_id)
            """)
        {
            Parameters = { Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.HoldId) },
        };

    protected override (HoldRowKey Key, HoldRow Row) Read(NpgsqlDataReader row) =>
        (new HoldRowKey(row.GetString(0), row.GetString(1)), Read(row, 2));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static HoldRow Read(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first), row.GetInt64(first + 1), row.GetString(first + 2), row.GetString(first + 3), row.GetDecimal(first + 4),
        HoldStateNames.Of(row.GetString(first + 5)), row.At(first + 6), row.At(first + 7), row.DecimalOrNull(first + 8),
        row.TextOrNull(first + 9), row.TextOrNull(first + 10), row.AtOrNull(first + 11));
}
