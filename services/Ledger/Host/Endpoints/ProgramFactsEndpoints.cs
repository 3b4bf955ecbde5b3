using Ledger.Contracts.V1;
using Ledger.Host.Writing;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Host.Endpoints;

/// <summary>
/// Facts about an account or the program over HTTP, one at a time (mechanics.md §1). As lines they are sent together with facts about
/// orders.
/// </summary>
internal static class ProgramFactsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var program = routes.MapGroup("/v1/programs/{program}").RequireScope(Scopes.OrdersWrite);
        program.MapPut("/activities/{activityId}", (HttpContext c, Facts f, Writer w) =>
                SingleFact.TakeAsync(c, f, w, nameof(ActivityCompleted)))
            .TakesFact<ActivityCompleted>("putActivity", "Records that an account or contact did something", ApiTags.Mechanics);
        program.MapPost("/activities/{activityId}/revocation", (HttpContext c, Facts f, Writer w) =>
                SingleFact.TakeAsync(c, f, w, nameof(ActivityRevoked)))
            .TakesFact<ActivityRevoked>("revokeActivity", "Revokes an activity", ApiTags.Mechanics);
        program.MapPut("/memberships/{purchaseId}", (HttpContext c, Facts f, Writer w) =>
                SingleFact.TakeAsync(c, f, w, nameof(MembershipPurchased)))
            .TakesFact<MembershipPurchased>("putMembership", "Records that an account bought a term of a membership", ApiTags.Mechanics);
        program.MapPost("/memberships/{purchaseId}/refund", (HttpContext c, Facts f, Writer w) =>
                SingleFact.TakeAsync(c, f, w, nameof(MembershipRefunded)))
            .TakesFact<MembershipRefunded>("refundMembership", "Refunds a term of a membership", ApiTags.Mechanics);
        program.MapPut("/rates/{currency}/{from}", (HttpContext c, Facts f, Writer w) =>
                SingleFact.TakeAsync(c, f, w, nameof(RateSet)))
            .TakesFact<RateSet>("putRate", "Records a rate of exchange from an instant on", ApiTags.Mechanics);
    }
}
