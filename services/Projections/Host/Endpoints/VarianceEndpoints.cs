using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Hosting.Api;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Reports;
using Ledger.Projections.Host.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>The reports of discount variance: the orders, page by page, and the sums of each local month.</summary>
internal static class VarianceEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        new Report<OrderVariance>(
            "/reports/variance", "reportVariance", "the orders whose stated discount is another than they are entitled to",
            VarianceReport.Orders, OrdersAsync)
        {
            Describes = endpoint => endpoint.HasTag().OfMonths().Refuses(StatusCodes.Status404NotFound, "unknown_version"),
            Answers = endpoint => endpoint.Answers<VarianceAnswer>(),
            Pages = endpoint => endpoint.HasPages(isNumeric: false).Refuses(StatusCodes.Status400BadRequest, "bad_cursor"),
        }.Map(program);
        new Report<VarianceMonth>(
            "/reports/variance-months", "reportVarianceMonths", "the sums of discount variance by month", VarianceReport.Months,
            MonthsAsync)
        {
            Describes = endpoint => endpoint.HasTag().OfMonths().Refuses(StatusCodes.Status404NotFound, "unknown_version"),
            Answers = endpoint => endpoint.Answers<VarianceMonthsAnswer>(),
        }.Map(program);
    }

    private static async Task<IResult> OrdersAsync(ReportRequest<OrderVariance> request, CancellationToken ct)
    {
        if (MonthsAsked.Read(request.Context, out var months) is { } problem) return problem;
        var program = request.Program;
        if (program.Catalog.Versions.Count == 0) return program.Unpublished();
        var instants = months.Instants(program);
        if (!request.Format.HasPages)
        {
            return await request.StreamAsync(
                Orders(request.Snapshot, program.Program, instants, null, null).StreamAsync(Read, ct), ct);
        }

        if (Page.Read(request.Context, out var page, isNumeric: false) is { } wrong) return wrong;
        var after = page.After is null ? null : VarianceCursor.Parse(page.After);
        if (page.After is not null && after is null)
        {
            return Problem.OfParameter("bad_cursor", "after", "after is what the page before gave as next.");
        }

        var orders = await Orders(request.Snapshot, program.Program, instants, after, page.Limit).ListAsync(Read, ct);
        var last = orders.Count == 0 ? null : new VarianceCursor(orders[^1].PlacedAt, orders[^1].Source, orders[^1].OrderId).ToString();
        var next = page.Next(request.Context, orders.Count, last);
        return await request.AnswerAsync(
            orders, () => new VarianceAnswer(program.Program, program.Currency, orders, months.FromText, months.ToText, next), ct, next);

        OrderVariance Read(NpgsqlDataReader row)
        {
            var version = program.Catalog.Version(row.GetInt32(4));
            return new OrderVariance(
                row.GetString(1), row.GetString(2), row.GetString(3), row.At(0), Exact(row.GetString(5)), Exact(row.GetString(6)),
                ValueFormat.Scaled(row.GetDecimal(7), version.MinorDigits), Exact(row.GetString(8)),
                ValueFormat.Scaled(row.GetDecimal(9), version.MinorDigits), version.Version);

            decimal Exact(string value) => ValueFormat.Scaled(ValueFormat.Rounded(value, version), version.MinorDigits);
        }
    }

    /// <summary>
    /// The index <c>orders_by_variance</c> has the orders with a variance in this order, so a page starts where the page before ended,
    /// however many orders there are. The first page's cursor has empty ids, which sort before all others.
    /// </summary>
    internal static NpgsqlCommand Orders(
        Snapshot snapshot, string program, (DateTime Start, DateTime End) instants, VarianceCursor? after, int? limit)
    {
        var schema = snapshot.Schema;
        var (from, source, order) = after is { } cursor && cursor.PlacedAt.UtcDateTime >= instants.Start
            ? (cursor.PlacedAt.UtcDateTime, cursor.Source, cursor.OrderId)
            : (instants.Start, "", "");
        return snapshot.Command(
            $"""
            select t.placed_at, t.source, t.order_id, {Holder.Column}, t.version, t.gross, t.net, t.entitled, t.stated, t.variance
              from (
                select r.* from {schema}.orders r join {schema}.accounts a on a.number = r.account
                 where a.program = $1 and r.evaluated and r.variance <> 0 and r.placed_at < $2
                   and (r.placed_at, r.source, r.order_id) > ($3, $4, $5)
                 order by r.placed_at, r.source, r.order_id limit $6) t
              {Holder.Joins(schema)}
             order by t.placed_at, t.source, t.order_id
            """,
            Snapshot.Value(program), Snapshot.Value(instants.End), Snapshot.Value(from), Snapshot.Value(source), Snapshot.Value(order),
            Snapshot.Value(limit));
    }

    private static async Task<IResult> MonthsAsync(ReportRequest<VarianceMonth> request, CancellationToken ct)
    {
        if (MonthsAsked.Read(request.Context, out var months) is { } problem) return problem;
        var program = request.Program;
        if (program.Catalog.Versions.Count == 0) return program.Unpublished();
        var lines = await SumsAsync(request, months, ct);
        return await request.AnswerAsync(lines, () => new VarianceMonthsAnswer(program.Program, program.Currency, lines), ct);
    }

    private static async Task<List<VarianceMonth>> SumsAsync(ReportRequest<VarianceMonth> request, MonthsAsked months, CancellationToken ct)
    {
        var program = request.Program;
        return await request.Snapshot.Command(
                VarianceTable.Select(request.Snapshot.Schema), Snapshot.Value(program.Program), Snapshot.Value(months.From ?? 0),
                Snapshot.Value(months.To ?? int.MaxValue))
            .ListAsync(
                row => new VarianceMonth(
                    MonthText.Of(row.GetInt32(0)), row.GetInt64(1), Scaled(row.GetDecimal(2)),
                    Scaled(row.GetDecimal(2) - row.GetDecimal(3)), Scaled(row.GetDecimal(3))),
                ct);

        decimal Scaled(decimal money) => ValueFormat.Scaled(money, program.MinorDigits);
    }
}
