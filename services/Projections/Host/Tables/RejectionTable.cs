using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct RejectionRowKey(string Program, string RejectedId);

/// <summary>Rejected facts. Payloads may be large, so few are cached.</summary>
internal sealed class RejectionTable(string schema) : RowTable<RejectionRowKey, RejectionRow>($"{schema}.rejections", 50, WrittenColumns)
{
    public const string Columns =
        "r.number, r.code, r.reason, r.door, r.payload, r.fact_type, r.source, r.order_id, r.recorded_at, r.redriven_at";

    private static readonly IReadOnlyList<Column<RejectionRowKey, RejectionRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Key("rejected_id", (key, _) => key.RejectedId),
        Fixed("number", (_, row) => row.Number),
        Changing("code", (_, row) => row.Code),
        Changing("reason", (_, row) => row.Reason),
        Changing("door", (_, row) => row.Door),
        Changing("payload", (_, row) => row.Payload),
        Changing("fact_type", (_, row) => row.FactType),
        Changing("source", (_, row) => row.Source),
        Changing("order_id", (_, row) => row.OrderId),
        Changing("recorded_at", (_, row) => row.RecordedAt.UtcDateTime),
        Changing("redriven_at", (_, row) => Sql.Instant(row.RedrivenAt)),
    ];

    protected override NpgsqlBatchCommand Select(RejectionRowKey[] keys) =>
        new($"select r.program, r.rejected_id, {Columns} from unnest($1, $2) as k (program, rejected_id) join {schema}.rejections r "
            + $"using (program, rejected_id)")
        {
            Parameters = { Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.RejectedId) },
        };

    protected override (RejectionRowKey Key, RejectionRow Row) Read(NpgsqlDataReader row) =>
        (new RejectionRowKey(row.GetString(0), row.GetString(1)), Read(row, 2));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static RejectionRow Read(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first), row.GetString(first + 1), row.GetString(first + 2), row.GetString(first + 3), row.GetString(first + 4),
        row.TextOrNull(first + 5), row.TextOrNull(first + 6), row.TextOrNull(first + 7), row.At(first + 8), row.AtOrNull(first + 9));
}
