using System.Globalization;
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

/// <summary>The report of adjustments: who asked for each and who approved or rejected it, page by page.</summary>
internal static class AdjustmentReportEndpoints
{
    public static void Map(IEndpointRouteBuilder program) =>
        new Report<AdjustmentReported>(
            "/reports/adjustments", "reportAdjustments", "the adjustments with who asked for each and who decided",
            AdjustmentReport.Table, ReadAsync)
        {
            Describes = endpoint => endpoint.HasTag().OfMonths().Refuses(StatusCodes.Status404NotFound, "unknown_version"),
            Answers = endpoint => endpoint.Answers<AdjustmentsReportAnswer>(),
            Pages = endpoint => endpoint.HasPages(),
        }.Map(program);

    private static async Task<IResult> ReadAsync(ReportRequest<AdjustmentReported> request, CancellationToken ct)
    {
        if (MonthsAsked.Read(request.Context, out var months) is { } problem) return problem;
        var program = request.Program;
        if (program.Catalog.Versions.Count == 0) return program.Unpublished();
        if (!request.Format.HasPages)
        {
            return await request.StreamAsync(Select(request, months, 0, null).StreamAsync(row => Read(row).Line, ct), ct);
        }

        if (Page.Read(request.Context, out var page) is { } wrong) return wrong;
        var found = await Select(request, months, page.Number, page.Limit).ListAsync(Read, ct);
        var next = page.Next(request.Context, found.Count, found.Count == 0 ? (long?)null : found[^1].Position);
        var lines = found.ConvertAll(one => one.Line);
        return await request.AnswerAsync(
            lines,
            () => new AdjustmentsReportAnswer(program.Program, program.Currency, lines, months.FromText, months.ToText, next),
            ct, next?.ToString(CultureInfo.InvariantCulture));

        (AdjustmentReported Line, long Position) Read(NpgsqlDataReader row)
        {
            var adjustment = AdjustmentTable.Read(row, 2);
            return (AdjustmentReport.Show(row.GetString(0), row.GetString(1), adjustment, program.MinorDigits), adjustment.Position);
        }
    }

    private static NpgsqlCommand Select(ReportRequest<AdjustmentReported> request, MonthsAsked months, long after, int? limit)
    {
        var schema = request.Snapshot.Schema;
        var (start, end) = months.Instants(request.Program);
        return request.Snapshot.Command(
            $"""
            select t.adjustment_id, {Holder.Column}, {AdjustmentTable.Columns} from {schema}.adjustments t {Holder.Joins(schema)}
             where t.program = $1 and coalesce(t.decided_at, t.proposed_at) >= $2 and coalesce(t.decided_at, t.proposed_at) < $3
               and t.position > $4
             order by t.position limit $5
            """,
            Snapshot.Value(request.Program.Program), Snapshot.Value(start), Snapshot.Value(end), Snapshot.Value(after),
            Snapshot.Value(limit));
    }
}
