using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.States;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct ClaimRowKey(string Program, string ClaimId);

/// <summary>Claims on funds.</summary>
internal sealed class ClaimTable(string schema) : RowTable<ClaimRowKey, ClaimRow>($"{schema}.claims", 500, WrittenColumns)
{
    public const string Columns =
        "t.account, t.position, t.fund, t.amount, t.activity, t.proofs, t.reason, t.requested_by, t.requested_at, t.state, t.expires_at, "
        + "t.approved, t.decided_at, t.decided_by, t.decision";

    private static readonly IReadOnlyList<Column<ClaimRowKey, ClaimRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Key("claim_id", (key, _) => key.ClaimId),
        Fixed("account", (_, row) => row.Account),
        Fixed("position", (_, row) => row.Position),
        Fixed("fund", (_, row) => row.Fund),
        Fixed("amount", (_, row) => row.Amount),
        Fixed("activity", (_, row) => row.Activity),
        Changing("proofs", (_, row) => JsonSerializer.Serialize(row.Proofs, Wire.Options)),
        Fixed("reason", (_, row) => row.Reason),
        Fixed("requested_by", (_, row) => row.RequestedBy),
        Fixed("requested_at", (_, row) => row.RequestedAt.UtcDateTime),
        Changing("state", (_, row) => ClaimStateNames.NameOf(row.State)),
        Fixed("expires_at", (_, row) => Sql.Instant(row.ExpiresAt)),
        Changing("approved", (_, row) => row.Approved),
        Changing("decided_at", (_, row) => Sql.Instant(row.DecidedAt)),
        Changing("decided_by", (_, row) => row.DecidedBy),
        Changing("decision", (_, row) => row.Decision),
    ];

    protected override NpgsqlBatchCommand Select(ClaimRowKey[] keys) =>
        new(
            $"""
            select t.program, t.claim_id, {Columns} from unnest($1, $2) as k (program, claim_id)
              join {schema}.claims t using (program, claim_id)
            """)
        {
            Parameters = { Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.ClaimId) },
        };

    protected override (ClaimRowKey Key, ClaimRow Row) Read(NpgsqlDataReader row) =>
        (new ClaimRowKey(row.GetString(0), row.GetString(1)), Read(row, 2));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static ClaimRow Read(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first), row.GetInt64(first + 1), row.GetString(first + 2), row.GetDecimal(first + 3), row.GetString(first + 4),
        JsonSerializer.Deserialize<IReadOnlyList<ClaimProof>>(row.GetString(first + 5), Wire.Options)!, row.GetString(first + 6),
        row.GetString(first + 7), row.At(first + 8), ClaimStateNames.Of(row.GetString(first + 9)), row.AtOrNull(first + 10),
        row.DecimalOrNull(first + 11), row.AtOrNull(first + 12), row.TextOrNull(first + 13), row.TextOrNull(first + 14));
}
