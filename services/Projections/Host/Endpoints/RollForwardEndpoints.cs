using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting.Api;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>The roll-forward of a local month: how each book of wallets came from its opening to its closing balance.</summary>
internal static class RollForwardEndpoints
{
    public static void Map(IEndpointRouteBuilder program) =>
        new Report<RollForwardRow>(
            "/reports/roll-forward", "reportRollForward", "how the books came through a month", RollForward.Table, ReadAsync)
        {
            Describes = endpoint => endpoint.HasTag().Reads(QueryParameters.Period, QueryParameters.UnitOfReport),
            Answers = endpoint => endpoint.Answers<RollForwardAnswer>(),
        }.Map(program);

    private static async Task<IResult> ReadAsync(ReportRequest<RollForwardRow> request, CancellationToken ct)
    {
        if (MonthsAsked.One(request.Context, "period", out var asked) is { } problem) return problem;
        if (asked is not { } month) return MonthsAsked.Bad("period");
        var program = request.Program;
        var flows = await BookMonths.FlowsAsync(request.Snapshot, program, month, QueryParameters.UnitOf(request.Context), ct);
        var rows = RollForward.Of(flows).Select(line => RollForward.Row(line, month, program.MinorDigits)).ToList();
        return await request.AnswerAsync(
            rows,
            () => new RollForwardAnswer(
                program.Program, MonthText.Of(month), program.Currency,
                [.. rows.GroupBy(row => row.Unit).Select(unit => new RollForwardUnit(unit.Key, [.. unit.Select(row => row.Book)]))]),
            ct);
    }
}
