using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain;
using Ledger.Rules.Domain;
using Npgsql;

namespace Ledger.Projections.Host;

/// <summary>A line for every account with an order.</summary>
internal static class StandingsExport
{
    public const string Header = "accountId,tier,since,metric,orders,graceUntil";

    /// <summary>The months come with the account, as arrays: one row an account, and nothing is held for all of them.</summary>
    public static Task WriteAsync(Snapshot snapshot, ProgramState program, CsvStream csv, CancellationToken ct) => csv.RowsAsync(
        snapshot.Command(
            $"""
            select a.account_id, {AccountTable.Columns}, m.scopes, m.months, m.nets, m.counts, p.months, p.points
              from {snapshot.Schema}.accounts a
              cross join lateral (
                select array_agg(scope order by scope, month), array_agg(month order by scope, month), array_agg(net order by scope, month), array_agg(orders order by scope, month)
                  from {snapshot.Schema}.measures where account = a.number) as m (scopes, months, nets, counts)
              cross join lateral (
                select array_agg(month order by month), array_agg(points order by month) from {snapshot.Schema}.month_points where account = a.number) as p (months, points)
             where a.program = $1 and a.orders > 0 and a.tier is not null
             order by a.account_id
            """,
            Snapshot.Value(program.Program)),
        row =>
        {
            var account = AccountTable.Read(row, 1);
            var shown = StandingReport.Of(program.Catalog, account, program.ClockOf(account), MeasuresOf(row, 1 + AccountTable.ColumnCount));
            csv.Line(
                row.GetString(0), shown.Tier, Shown.Time(shown.Since), shown.Metric.ToString(CultureInfo.InvariantCulture),
                shown.Orders.ToString(CultureInfo.InvariantCulture), shown.GraceUntil is { } grace ? Shown.Time(grace) : "");
        },
        ct);

    private static Measures MeasuresOf(NpgsqlDataReader row, int first)
    {
        var measures = new Measures();
        if (!row.IsDBNull(first))
        {
            var scopes = row.GetFieldValue<string[]>(first);
            var months = row.GetFieldValue<int[]>(first + 1);
            var nets = row.GetFieldValue<string[]>(first + 2);
            var counts = row.GetFieldValue<long[]>(first + 3);
            for (var i = 0; i < scopes.Length; i++) measures.Add(scopes[i], months[i], Exact.Parse(nets[i]), counts[i]);
        }

        if (!row.IsDBNull(first + 4))
        {
            var months = row.GetFieldValue<int[]>(first + 4);
            var points = row.GetFieldValue<long[]>(first + 5);
            for (var i = 0; i < months.Length; i++) measures.AddPoints(months[i], points[i]);
        }

        return measures;
    }
}
