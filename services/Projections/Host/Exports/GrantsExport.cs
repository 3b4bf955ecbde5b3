using Ledger.Projections.Host.Queries;

namespace Ledger.Projections.Host.Exports;

/// <summary>Exports grants: a line for each, with the account that has it now.</summary>
internal static class GrantsExport
{
    public const string Header = "grantId,accountId,reward,state";

    public static Task WriteAsync(Snapshot snapshot, QueriedProgram program, CsvStream csv, CancellationToken ct) => csv.RowsAsync(
        snapshot.Command(
            $"""
            select t.grant_id, {Holder.Column}, t.reward, t.state from {snapshot.Schema}.grants t {Holder.Joins(snapshot.Schema)}
             where t.program = $1 order by t.grant_id
            """,
            Snapshot.Value(program.Program)),
        row => csv.Line(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)),
        ct);
}
