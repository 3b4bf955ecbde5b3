using Ledger.Contracts.V1;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <summary>Rebate periods that accounts have an order in, added and never changed. The first word on a period stands.</summary>
internal sealed class RebatePeriodTable(string schema)
{
    private readonly List<(long Account, RebatePeriodOpened Opened)> added = [];

    public void Add(long account, IReadOnlyList<RebatePeriodOpened> opened)
    {
        foreach (var one in opened) added.Add((account, one));
    }

    public NpgsqlBatchCommand? Write()
    {
        if (added.Count == 0) return null;
        (long Account, RebatePeriodOpened Opened)[] rows = [.. added];
        return new NpgsqlBatchCommand($"""
            insert into {schema}.rebate_periods (account, rebate, period, version, first_month, month_count, ends_at, scope)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict do nothing
            """)
        {
            Parameters =
            {
                Sql.Column(rows, row => row.Account), Sql.Column(rows, row => row.Opened.Rebate),
                Sql.Column(rows, row => row.Opened.Period),
                Sql.Column(rows, row => row.Opened.ProgramVersion), Sql.Column(rows, row => row.Opened.FirstMonth),
                Sql.Column(rows, row => row.Opened.MonthCount), Sql.Column(rows, row => row.Opened.End.UtcDateTime),
                Sql.Column(rows, row => row.Opened.Scope),
            },
        };
    }

    public void Written() => added.Clear();
}
