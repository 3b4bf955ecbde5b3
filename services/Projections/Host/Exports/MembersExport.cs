using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;

namespace Ledger.Projections.Host.Exports;

/// <summary>Exports members: a line for every account that is not merged into another.</summary>
internal static class MembersExport
{
    public static Task WriteAsync(Snapshot snapshot, QueriedProgram program, CsvStream csv, CancellationToken ct) => csv.RowsAsync(
        snapshot.Command(
            $"""
            select a.account_id, {MemberState.Columns}
              from {snapshot.Schema}.accounts a
              {MemberState.Joins(snapshot.Schema, MemberState.ClockOf(snapshot.Schema))}
             where a.program = $1 and a.merged_into is null
             order by a.account_id
            """,
            Snapshot.Value(program.Program)),
        row =>
        {
            var member = MemberState.Read(row, 1);
            csv.Line(MemberReport.Row(row.GetString(0), member.Judged, member.Memberships, member.Nps));
        },
        ct);
}
