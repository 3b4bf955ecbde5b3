using Ledger.Contracts.V1.Answers;
using Ledger.Hosting.Api;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Reports;
using Ledger.Projections.Host.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>The report of how accounts moved from tier to tier in local months.</summary>
internal static class TierMovementEndpoints
{
    public static void Map(IEndpointRouteBuilder program) =>
        new Report<TierMovement>(
            "/reports/tier-movements", "reportTierMovements", "how accounts came from tier to tier", TierMovements.Table, ReadAsync)
        {
            Describes = endpoint => endpoint.HasTag().OfMonths().Refuses(StatusCodes.Status404NotFound, "unknown_version"),
            Answers = endpoint => endpoint.Answers<TierMovementsAnswer>(),
        }.Map(program);

    private static async Task<IResult> ReadAsync(ReportRequest<TierMovement> request, CancellationToken ct)
    {
        if (MonthsAsked.Read(request.Context, out var months) is { } problem) return problem;
        var (snapshot, program) = (request.Snapshot, request.Program);
        if (program.Catalog.Versions.Count == 0) return program.Unpublished();
        var (start, end) = months.Instants(program);
        var flows = await snapshot.Command(
                $"""
                select t.from_tier, t.to_tier, count(*) filter (where t.effective_at < $2), count(*) filter (where t.effective_at >= $2)
                  from {snapshot.Schema}.accounts a join {snapshot.Schema}.tier_changes t on t.account = a.number
                 where a.program = $1 and t.effective_at < $3
                 group by t.from_tier, t.to_tier
                """,
                Snapshot.Value(program.Program), Snapshot.Value(start), Snapshot.Value(end))
            .ListAsync(row => new TierFlow(new TierChange(row.TextOrNull(0), row.TextOrNull(1)), row.GetInt64(2), row.GetInt64(3)), ct);
        string[] ladder = [.. program.Catalog.Versions[^1].Tiers.Select(tier => tier.Id)];
        var movements = TierMovements.Of(ladder, flows);
        return await request.AnswerAsync(
            movements,
            () => new TierMovementsAnswer(
                program.Program, movements, TierMovements.Counted(ladder, flows), months.FromText, months.ToText),
            ct);
    }
}
