using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.Evaluation;
using Npgsql;

namespace Ledger.Projections.Host.Queries;

/// <summary>An account that a query is about.</summary>
/// <param name="MergedInto">Set when the query named an account that was merged: the account it was merged into.</param>
internal sealed record AccountState(string AccountId, AccountRow Row, string? MergedInto = null)
{
    /// <summary>The account that an id means.</summary>
    /// <param name="own">Whether to return a merged account itself, as it was after the merge, and not its survivor.</param>
    public static async Task<AccountState?> FindAsync(
        Snapshot snapshot, QueriedProgram program, string account, bool own, CancellationToken ct)
    {
        if (await ReadAsync(snapshot, program, account, ct) is not { } asked) return null;
        var (id, row) = (account, asked);
        while (row.MergedInto is { } into && await ReadAsync(snapshot, program, into, ct) is { } survivor) (id, row) = (into, survivor);
        return new AccountState(own ? account : id, own ? asked : row, id == account ? null : id);
    }

    private static async Task<AccountRow?> ReadAsync(Snapshot snapshot, QueriedProgram program, string account, CancellationToken ct)
    {
        var rows = await snapshot
            .Command(
                $"select {AccountTable.Columns} from {snapshot.Schema}.accounts a where a.program = $1 and a.account_id = $2",
                Snapshot.Value(program.Program), Snapshot.Value(account))
            .ListAsync(row => AccountTable.Read(row, 0), ct);
        return rows is [var found] ? found : null;
    }

    /// <summary>The outcome of its last judging; null in a program without anything to judge.</summary>
    public async Task<MemberState?> MemberAsync(Snapshot snapshot, QueriedProgram program, CancellationToken ct)
    {
        if (!program.HasMembers) return null;
        var rows = await snapshot.Command(
                $"""
                select {MemberState.Columns} from {snapshot.Schema}.accounts a
                  {MemberState.Joins(snapshot.Schema, MemberState.ClockOf(snapshot.Schema))} where a.number = $1
                """,
                Snapshot.Value(Row.Number))
            .ListAsync(row => MemberState.Read(row, 0), ct);
        return rows[0];
    }

    /// <summary>Its measures, from which the tier's metric is computed.</summary>
    public async Task<Measures> MeasuresAsync(Snapshot snapshot, QueriedProgram program, CancellationToken ct)
    {
        var measures = new Measures();
        await snapshot
            .Command(
                $"select scope, month, net, orders from {snapshot.Schema}.measures where account = $1 order by scope, month",
                Snapshot.Value(Row.Number))
            .EachAsync(row => AddMonth(measures, row), ct);
        await snapshot
            .Command(
                $"select months from {snapshot.Schema}.account_months where account = $1", Snapshot.Value(Row.Number))
            .EachAsync(row => AccountMeasures.AddPoints(measures, row.GetString(0)), ct);
        if (!program.HasActivities) return measures;
        await snapshot.Command(
            $"select month, points from {snapshot.Schema}.activity_points where account = $1 order by month", Snapshot.Value(Row.Number))
            .EachAsync(row => measures.AddPointsOfActivities(row.GetInt32(0), row.GetInt64(1)), ct);
        return measures;
    }

    /// <summary>Adds a row of scope, month, net and orders.</summary>
    public static void AddMonth(Measures measures, NpgsqlDataReader row) =>
        measures.Add(row.GetString(0), row.GetInt32(1), Exact.Parse(row.GetString(2)), row.GetInt64(3));
}
