using Ledger.Contracts.V1.Answers;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Host.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>Counts a program's accounts by tier; merged accounts are not counted apart from their survivor.</summary>
internal static class TiersEndpoint
{
    public static void Map(IEndpointRouteBuilder program) =>
        program.MapGet("/tiers", (HttpContext context, Views views) => views.AnswerAsync(context, CountAsync))
            .RequireScope(Scopes.AccountsRead, Scopes.FinanceRead)
            .Describe("countTiers", ApiTags.Accounts, "Counts the accounts of each tier").OfProgram().HasTag().Answers<TiersAnswer>();

    private static async Task<IResult> CountAsync(Snapshot snapshot, QueriedProgram program, CancellationToken ct)
    {
        var counts = await snapshot.Command(
                $"select tier, count(*) from {snapshot.Schema}.accounts where program = $1 and merged_into is null group by tier",
                Snapshot.Value(program.Program))
            .ListAsync(row => new TierCount(row.GetInt64(1), row.IsDBNull(0) ? null : row.GetString(0)), ct);
        var order = program.Catalog.Versions is [.., var latest] ? latest.Tiers.Select(tier => tier.Id).ToList() : [];
        return Answer.Json(new TiersAnswer(
            counts.Sum(count => count.Accounts), [.. counts.OrderBy(Place).ThenBy(count => count.Tier, StringComparer.Ordinal)]));

        // Tiers lowest first, then tiers that the latest version no longer has, then accounts without a tier.
        int Place(TierCount count) => count.Tier is null ? int.MaxValue
            : order.IndexOf(count.Tier) is var at and >= 0 ? at
            : int.MaxValue - 1;
    }
}
