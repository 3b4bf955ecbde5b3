using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting.Api;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>
/// The roll-forward of one local month or several: how each book of wallets came from its opening to its closing balance.
/// </summary>
internal static class RollForwardEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        new Report<RollForwardRow>(
            "/reports/roll-forward", "reportRollForward", "how the books came through a month", RollForward.Table, MonthAsync)
        {
            Describes = endpoint => endpoint.HasTag().Reads(QueryParameters.Period, QueryParameters.UnitOfReport),
            Answers = endpoint => endpoint.Answers<RollForwardAnswer>(),
        }.Map(program);
        new Report<RollForwardRow>(
            "/reports/roll-forward-months", "reportRollForwardMonths", "how the books came through each of several months",
            RollForwardMonths.Table, MonthsAsync)
        {
            Describes = endpoint => endpoint.HasTag().OfMonths().Reads(QueryParameters.UnitOfReport),
            Answers = endpoint => endpoint.Answers<RollForwardMonthsAnswer>(),
        }.Map(program);
    }

    private static async Task<IResult> MonthAsync(ReportRequest<RollForwardRow> request, CancellationToken ct)
    {
        if (MonthsAsked.One(request.Context, "period", out var asked) is { } problem) return problem;
        if (asked is not { } month) return MonthsAsked.Bad("period");
        var program = request.Program;
        var flows = await BookMonths.FlowsAsync(request.Snapshot, program, month, QueryParameters.UnitOf(request.Context), ct);
        var rows = RowsOf(program, month, RollForward.Of(flows));
        return await request.AnswerAsync(
            rows, () => new RollForwardAnswer(program.Program, MonthText.Of(month), program.Currency, UnitsOf(rows)), ct);
    }

    private static async Task<IResult> MonthsAsync(ReportRequest<RollForwardRow> request, CancellationToken ct)
    {
        if (MonthsAsked.Read(request.Context, out var asked) is { } problem) return problem;
        var program = request.Program;
        var flows = await BookMonths.FlowsByMonthAsync(
            request.Snapshot, program, asked.To, QueryParameters.UnitOf(request.Context), ct);
        var months = RollForwardMonths.Of(flows, asked.From, asked.To)
            .Select(one => (Period: MonthText.Of(one.Month), Rows: RowsOf(program, one.Month, one.Lines))).ToList();
        return await request.AnswerAsync(
            [.. months.SelectMany(month => month.Rows)],
            () => new RollForwardMonthsAnswer(
                program.Program, program.Currency, [.. months.Select(month => new RollForwardMonth(month.Period, UnitsOf(month.Rows)))]),
            ct);
    }

    private static List<RollForwardRow> RowsOf(QueriedProgram program, int month, IEnumerable<RollForwardLine> lines) =>
        [.. lines.Select(line => RollForward.Row(line, month, program.MinorDigits))];

    private static List<RollForwardUnit> UnitsOf(IEnumerable<RollForwardRow> rows) =>
        [.. rows.GroupBy(row => row.Unit).Select(unit => new RollForwardUnit(unit.Key, [.. unit.Select(row => row.Book)]))];
}
