using System.Globalization;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tables;

namespace Ledger.Projections.Host.Exports;

/// <summary>Exports standings: a line for every account with an order.</summary>
internal static class StandingsExport
{
    public const string Header = "accountId,tier,since,metric,orders,graceUntil";

    public static Task WriteAsync(Snapshot snapshot, QueriedProgram program, CsvStream csv, CancellationToken ct) => csv.RowsAsync(
        snapshot.Command(
            $"""
            select a.account_id, {AccountTable.Columns}, {AccountMeasures.Columns}
              from {snapshot.Schema}.accounts a
              {AccountMeasures.Joins(snapshot.Schema, program.HasActivities)}
             where a.program = $1 and a.orders > 0 and a.since is not null
             order by a.account_id
            """,
            Snapshot.Value(program.Program)),
        row =>
        {
            var account = AccountTable.Read(row, 1);
            var measures = AccountMeasures.Read(row, 1 + AccountTable.ColumnCount);
            var shown = StandingReport.Of(program.Catalog, account, program.ClockOf(account), measures);
            csv.Line(
                row.GetString(0), shown.Tier, ValueFormat.Time(shown.Since), shown.Metric.ToString(CultureInfo.InvariantCulture),
                shown.Orders.ToString(CultureInfo.InvariantCulture), shown.GraceUntil is { } grace ? ValueFormat.Time(grace) : "");
        },
        ct);
}
