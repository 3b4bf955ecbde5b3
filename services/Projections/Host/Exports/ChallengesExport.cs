using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;

namespace Ledger.Projections.Host.Exports;

/// <summary>
/// Exports challenges: a line for every rank with a prize of every closed challenge. The tables of ranks are read from the log one at a
/// time.
/// </summary>
internal static class ChallengesExport
{
    public static async Task WriteAsync(Views views, Snapshot snapshot, QueriedProgram program, CsvStream csv, CancellationToken ct)
    {
        var positions = await snapshot.Command(
                $"select position from {snapshot.Schema}.challenges where program = $1 order by challenge, period_start",
                Snapshot.Value(program.Program))
            .ListAsync(row => row.GetInt64(0), ct);
        foreach (var position in positions)
        {
            var closed = await ClosedChallenge.ReadAsync(views, position, ct);
            foreach (var line in ChallengeReport.Rows(program.Catalog.Version(closed.ProgramVersion), closed)) csv.Line(line);
            await csv.FlushAsync(ct);
        }
    }
}
