using Ledger.Contracts.V1;
using Ledger.Projections.Domain;
using Ledger.Rules.Domain;
using Npgsql;

namespace Ledger.Projections.Host;

/// <summary>An account that a query is about.</summary>
internal sealed record AccountState(string AccountId, AccountRow Row)
{
    public static async Task<AccountState?> FindAsync(Snapshot snapshot, ProgramState program, string account, CancellationToken ct)
    {
        var rows = await snapshot.Command(
                $"select {AccountTable.Columns} from {snapshot.Schema}.accounts a where a.program = $1 and a.account_id = $2", Snapshot.Value(program.Program), Snapshot.Value(account))
            .ListAsync(row => AccountTable.Read(row, 0), ct);
        return rows is [var found] ? new AccountState(account, found) : null;
    }

    /// <summary>What its tier is measured by.</summary>
    public async Task<Measures> MeasuresAsync(Snapshot snapshot, CancellationToken ct)
    {
        var measures = new Measures();
        var months = await snapshot.Command($"select scope, month, net, orders from {snapshot.Schema}.measures where account = $1 order by scope, month", Snapshot.Value(Row.Number))
            .ListAsync(ReadMonth, ct);
        foreach (var (scope, month) in months) measures.Add(scope, month.Month, month.Net, month.Orders);
        var points = await snapshot.Command($"select month, points from {snapshot.Schema}.month_points where account = $1 order by month", Snapshot.Value(Row.Number))
            .ListAsync(row => (Month: row.GetInt32(0), Points: row.GetInt64(1)), ct);
        foreach (var (month, value) in points) measures.AddPoints(month, value);
        return measures;
    }

    private static (string Scope, MonthMeasure Month) ReadMonth(NpgsqlDataReader row) =>
        (row.GetString(0), new MonthMeasure(row.GetInt32(1), Exact.Parse(row.GetString(2)), row.GetInt64(3)));
}
