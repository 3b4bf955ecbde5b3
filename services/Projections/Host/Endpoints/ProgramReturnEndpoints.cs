using Ledger.Contracts.V1.Answers;
using Ledger.Hosting.Api;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Reports;
using Ledger.Projections.Host.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>The report of what the program cost against what its members bought.</summary>
internal static class ProgramReturnEndpoints
{
    public static void Map(IEndpointRouteBuilder program) =>
        new Report<ProgramReturnLine>(
            "/reports/return", "reportReturn", "what the program cost against what its members bought", ProgramReturn.Table, ReadAsync)
        {
            Describes = endpoint => endpoint.OfMonths().Refuses(StatusCodes.Status404NotFound, "unknown_version"),
            Answers = endpoint => endpoint.Answers<ProgramReturnAnswer>(),
        }.Map(program);

    private static async Task<IResult> ReadAsync(ReportRequest<ProgramReturnLine> request, CancellationToken ct)
    {
        if (MonthsAsked.Read(request.Context, out var months) is { } problem) return problem;
        var program = request.Program;
        if (program.Catalog.Versions.Count == 0) return program.Unpublished();
        var report = new ProgramReturn(program.Catalog);
        // For months after the program's clock only the sales a year before are known, so they are left out.
        var now = program.Catalog.Versions[0].Calendar.MonthOf(request.Now);
        await request.Snapshot.Command(
                ReturnTable.Select(request.Snapshot.Schema), Snapshot.Value(program.Program), Snapshot.Value(months.From ?? 0),
                Snapshot.Value(Math.Min(now, months.To ?? now)))
            .EachAsync(row => report.Add(ReturnTable.ReadSums(row)), ct);
        var lines = report.Lines();
        return await request.AnswerAsync(
            lines, () => new ProgramReturnAnswer(program.Program, program.Currency, lines, months.FromText, months.ToText), ct);
    }
}
