using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting.Api;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>The report of what a program owes its members, by unit, tier, month of the lot and state.</summary>
internal static class LiabilityEndpoints
{
    public static void Map(IEndpointRouteBuilder program) =>
        new Report<LiabilityLine>("/reports/liability", "reportLiability", "what the program owes its members", Liability.Table, ReadAsync)
        {
            Describes = endpoint => endpoint.OfPast().Refuses(StatusCodes.Status404NotFound, "unknown_version"),
            Answers = endpoint => endpoint.Answers<LiabilityAnswer>(),
        }.Map(program);

    private static async Task<IResult> ReadAsync(ReportRequest<LiabilityLine> request, CancellationToken ct)
    {
        var program = request.Program;
        var past = PastBalance.Read(request.Context, out var problem);
        if (problem is not null) return problem;
        if (program.InForce(past?.Effective ?? request.Now) is not { } version) return program.Unpublished();
        var lines = Liability.Of(program.Catalog, version, await OpenLotMonths.OpenedAsync(request.Snapshot, program, past, ct));
        return await request.AnswerAsync(
            lines,
            () => new LiabilityAnswer(
                program.Program, version.Version, version.PointValue, version.Currency,
                [
                    .. lines.GroupBy(line => line.Unit).Select(unit => new LiabilityUnit(
                        unit.Key, ValueFormat.Scaled(unit.Sum(line => line.Amount), program.DigitsOf(unit.Key)),
                        ValueFormat.Scaled(unit.Sum(line => line.Value), version.MinorDigits),
                        [
                            .. unit.Select(line =>
                                new LiabilityPart(line.Tier, MonthText.Of(line.Month), line.State, line.Amount, line.Value)),
                        ])),
                ],
                ValueFormat.Scaled(lines.Sum(line => line.Value), version.MinorDigits), past?.Effective, past?.Recorded),
            ct);
    }
}
