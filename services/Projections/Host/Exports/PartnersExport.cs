using Ledger.Projections.Domain;

namespace Ledger.Projections.Host;

/// <summary>A line for every partner and month with any movement.</summary>
internal static class PartnersExport
{
    public static async Task WriteAsync(Snapshot snapshot, ProgramState program, CsvStream csv, CancellationToken ct)
    {
        var months = await PartnerMonths.ReadAsync(snapshot, program, partner: null, default, ct);
        foreach (var settled in months) csv.Line(PartnerReport.Table.Fields(PartnerReport.Show(settled)));
    }
}
