using System.Globalization;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tables;

namespace Ledger.Projections.Host.Exports;

/// <summary>Exports entitlements: a line for every order as it now stands, with the account that has it now.</summary>
internal static class EntitlementsExport
{
    public const string Header = "source,orderId,accountId,placedAt,gross,net,entitled,stated,variance,points";

    public static Task WriteAsync(Snapshot snapshot, QueriedProgram program, CsvStream csv, CancellationToken ct) => csv.RowsAsync(
        snapshot.Command(
            $"""
            select a.account_id, o.source, o.order_id, {OrderTable.Columns}
              from {snapshot.Schema}.accounts a
              cross join lateral unnest(a.number || coalesce(string_to_array(a.absorbed, ',')::bigint[], array[]::bigint[]))
                as part (number)
              join {snapshot.Schema}.orders o on o.account = part.number
             where a.program = $1 and a.merged_into is null and o.evaluated
             order by a.account_id, o.source, o.order_id
            """,
            Snapshot.Value(program.Program)),
        row =>
        {
            var order = OrderTable.Read(row, 3);
            var version = program.Catalog.Version(order.ProgramVersion);
            csv.Line(
                row.GetString(1), row.GetString(2), row.GetString(0), ValueFormat.Time(order.PlacedAt), Exact(order.Gross),
                Exact(order.Net), Money(order.Entitled), Exact(order.Stated), Money(order.Variance),
                order.Points.ToString(CultureInfo.InvariantCulture));

            string Exact(string value) => Money(ValueFormat.Rounded(value, version));
            string Money(decimal value) => ValueFormat.Money(value, version.MinorDigits);
        },
        ct);
}
