using Ledger.Contracts.V1;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <summary>
/// Rebate periods in which accounts have an order, closed ones included. The first event about a period counts; rows never change.
/// </summary>
internal sealed class RebatePeriodTable(string schema)
    : RowTable<RebateRowKey, RebatePeriodOpened>($"{schema}.rebate_periods", 40_000, WrittenColumns)
{
    // No column ever changes, but the update statement must set at least one. It is never executed, because no row changes.
    private static readonly IReadOnlyList<Column<RebateRowKey, RebatePeriodOpened>> WrittenColumns =
    [
        Key("account", (key, _) => key.Account),
        Key("rebate", (key, _) => key.Rebate),
        Key("period", (key, _) => key.Period),
        Changing("version", (_, row) => row.ProgramVersion),
        Changing("first_month", (_, row) => row.FirstMonth),
        Changing("month_count", (_, row) => row.MonthCount),
        Changing("starts_at", (_, row) => row.Start.UtcDateTime),
        Changing("ends_at", (_, row) => row.End.UtcDateTime),
        Changing("scope", (_, row) => row.Scope),
    ];

    /// <summary>Requests periods, so that they are in memory after the next load.</summary>
    public void Want(long account, IReadOnlyList<RebatePeriodOpened> opened, bool isNew)
    {
        foreach (var one in opened) Want(new RebateRowKey(account, one.Rebate, one.Period), isNew);
    }

    /// <summary>Adds the periods that do not exist yet; they must have been requested with Want.</summary>
    public void Add(long account, IReadOnlyList<RebatePeriodOpened> opened)
    {
        foreach (var one in opened)
        {
            var slot = this[new RebateRowKey(account, one.Rebate, one.Period)];
            if (slot.Row is null) Put(slot, one);
        }
    }

    protected override NpgsqlBatchCommand Select(RebateRowKey[] keys) =>
        new("select p.account, p.rebate, p.period, p.version, p.first_month, p.month_count, p.starts_at, p.ends_at, p.scope from "
            + $"unnest($1, $2, $3) as k (account, rebate, period) join {schema}.rebate_periods p using (account, rebate, period)")
        {
            Parameters = { Sql.Column(keys, key => key.Account), Sql.Column(keys, key => key.Rebate), Sql.Column(keys, key => key.Period) },
        };

    protected override (RebateRowKey Key, RebatePeriodOpened Row) Read(NpgsqlDataReader row) => (
        new RebateRowKey(row.GetInt64(0), row.GetString(1), row.GetString(2)),
        new RebatePeriodOpened(
            row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5), row.At(6), row.At(7), row.GetString(8)));
}
