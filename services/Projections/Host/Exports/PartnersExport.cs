using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;

namespace Ledger.Projections.Host.Exports;

/// <summary>Exports settlements: a line for every partner and month with any movement.</summary>
internal static class PartnersExport
{
    public static async Task WriteAsync(Snapshot snapshot, QueriedProgram program, CsvStream csv, CancellationToken ct)
    {
        var months = await PartnerMonths.ReadAsync(snapshot, program, partner: null, default, ct);
        foreach (var settled in months) csv.Line(PartnerReport.Table.Fields(PartnerReport.Show(settled)));
    }
}
