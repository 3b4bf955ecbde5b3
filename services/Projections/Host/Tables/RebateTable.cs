using Ledger.Projections.Domain;
using Npgsql;

namespace Ledger.Projections.Host;

internal readonly record struct RebateKey(long Account, string Rebate, string Period);

/// <summary>Closed rebate periods.</summary>
internal sealed class RebateTable(string schema) : RowTable<RebateKey, RebateRow>(10_000)
{
    public const string Columns = "r.period_start, r.version, r.basis, r.amount";

    protected override NpgsqlBatchCommand Select(RebateKey[] keys) =>
        new($"select r.account, r.rebate, r.period, {Columns} from unnest($1, $2, $3) as k (account, rebate, period) join {schema}.rebates r using (account, rebate, period)")
        {
            Parameters = { Sql.Column(keys, key => key.Account), Sql.Column(keys, key => key.Rebate), Sql.Column(keys, key => key.Period) },
        };

    protected override (RebateKey Key, RebateRow Row) Read(NpgsqlDataReader row) => (new RebateKey(row.GetInt64(0), row.GetString(1), row.GetString(2)), Read(row, 3));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static RebateRow Read(NpgsqlDataReader row, int first) => new(row.At(first), row.GetInt32(first + 1), row.GetString(first + 2), row.GetDecimal(first + 3));

    protected override NpgsqlBatchCommand Upsert(Columns<RebateKey, RebateRow> rows) => new($"""
        insert into {schema}.rebates (account, rebate, period, period_start, version, basis, amount)
        select * from unnest($1, $2, $3, $4, $5, $6, $7)
        on conflict (account, rebate, period) do update set period_start = excluded.period_start, version = excluded.version,
            basis = excluded.basis, amount = excluded.amount
        """)
    {
        Parameters =
        {
            rows.Of((key, _) => key.Account), rows.Of((key, _) => key.Rebate), rows.Of((key, _) => key.Period), rows.Of((_, row) => row.PeriodStart.UtcDateTime),
            rows.Of((_, row) => row.ProgramVersion), rows.Of((_, row) => row.Basis), rows.Of((_, row) => row.Amount),
        },
    };
}
