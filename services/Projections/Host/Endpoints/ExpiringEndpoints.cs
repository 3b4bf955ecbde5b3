using Ledger.Contracts.V1.Answers;
using Ledger.Hosting.Api;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>The report of what expires in the months to come.</summary>
internal static class ExpiringEndpoints
{
    public static void Map(IEndpointRouteBuilder program) =>
        new Report<ExpiringLine>("/reports/expiring", "reportExpiring", "what expires in the months to come", Expiring.Table, ReadAsync)
        {
            Describes = endpoint => endpoint.OfPast().Refuses(StatusCodes.Status404NotFound, "unknown_version"),
            Answers = endpoint => endpoint.Answers<ExpiringAnswer>(),
        }.Map(program);

    private static async Task<IResult> ReadAsync(ReportRequest<ExpiringLine> request, CancellationToken ct)
    {
        var program = request.Program;
        var past = PastBalance.Read(request.Context, out var problem);
        if (problem is not null) return problem;
        var now = past?.Effective ?? request.Now;
        if (program.InForce(now) is not { } version) return program.Unpublished();
        var lines = Expiring.Of(version, now, await OpenLotMonths.ExpiringAsync(request.Snapshot, program, now, past, ct));
        return await request.AnswerAsync(
            lines,
            () => new ExpiringAnswer(
                program.Program, now, version.Version, version.PointValue, version.Currency,
                [
                    .. lines.GroupBy(line => line.Unit).Select(unit => new ExpiringUnit(
                        unit.Key,
                        [
                            .. unit.Select(line =>
                                new ExpiringMonth(line.When, line.Pending, line.Unheld, line.Held, line.Amount, line.Value)),
                        ])),
                ],
                past?.Effective, past?.Recorded),
            ct);
    }
}
