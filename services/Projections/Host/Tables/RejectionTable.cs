using Ledger.Projections.Domain;
using Npgsql;

namespace Ledger.Projections.Host;

internal readonly record struct RejectionKey(string Program, string RejectedId);

/// <summary>Refused facts. Payloads may be large, so few are kept in memory.</summary>
internal sealed class RejectionTable(string schema) : RowTable<RejectionKey, RejectionRow>(50)
{
    public const string Columns = "r.number, r.code, r.reason, r.door, r.payload, r.fact_type, r.source, r.order_id, r.recorded_at, r.redriven_at";

    protected override NpgsqlBatchCommand Select(RejectionKey[] keys) =>
        new($"select r.program, r.rejected_id, {Columns} from unnest($1, $2) as k (program, rejected_id) join {schema}.rejections r using (program, rejected_id)")
        {
            Parameters = { Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.RejectedId) },
        };

    protected override (RejectionKey Key, RejectionRow Row) Read(NpgsqlDataReader row) => (new RejectionKey(row.GetString(0), row.GetString(1)), Read(row, 2));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static RejectionRow Read(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first), row.GetString(first + 1), row.GetString(first + 2), row.GetString(first + 3), row.GetString(first + 4),
        row.TextOrNull(first + 5), row.TextOrNull(first + 6), row.TextOrNull(first + 7), row.At(first + 8), row.AtOrNull(first + 9));

    protected override NpgsqlBatchCommand Upsert(Columns<RejectionKey, RejectionRow> rows) => new($"""
        insert into {schema}.rejections (program, rejected_id, number, code, reason, door, payload, fact_type, source, order_id, recorded_at, redriven_at)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (program, rejected_id) do update set code = excluded.code, reason = excluded.reason, door = excluded.door, payload = excluded.payload,
            fact_type = excluded.fact_type, source = excluded.source, order_id = excluded.order_id, recorded_at = excluded.recorded_at, redriven_at = excluded.redriven_at
        """)
    {
        Parameters =
        {
            rows.Of((key, _) => key.Program), rows.Of((key, _) => key.RejectedId), rows.Of((_, row) => row.Number), rows.Of((_, row) => row.Code), rows.Of((_, row) => row.Reason),
            rows.Of((_, row) => row.Door), rows.Of((_, row) => row.Payload), rows.Of((_, row) => row.FactType), rows.Of((_, row) => row.Source), rows.Of((_, row) => row.OrderId),
            rows.Of((_, row) => row.RecordedAt.UtcDateTime), rows.Of((_, row) => Sql.Instant(row.RedrivenAt)),
        },
    };
}
