using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tables;

namespace Ledger.Projections.Host.Exports;

/// <summary>Exports rebates: a line for every closed rebate period of an account.</summary>
internal static class RebatesExport
{
    public const string Header = "accountId,rebate,period,basis,amount";

    public static Task WriteAsync(Snapshot snapshot, QueriedProgram program, CsvStream csv, CancellationToken ct) => csv.RowsAsync(
        snapshot.Command(
            $"""
            select a.account_id, r.rebate, r.period, {RebateTable.Columns}
              from {snapshot.Schema}.accounts a join {snapshot.Schema}.rebates r on r.account = a.number
             where a.program = $1
             order by a.account_id, r.rebate, r.period_start
            """,
            Snapshot.Value(program.Program)),
        row =>
        {
            var rebate = RebateTable.Read(row, 3);
            var version = program.Catalog.Version(rebate.ProgramVersion);
            var basis = ValueFormat.Money(ValueFormat.Rounded(rebate.Basis, version), version.MinorDigits);
            csv.Line(row.GetString(0), row.GetString(1), row.GetString(2), basis, ValueFormat.Money(rebate.Amount, version.MinorDigits));
        },
        ct);
}
