using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Hosting.Access;

/// <summary>The endpoint that tells a caller its own scopes, so that a user interface can show only what its user may do.</summary>
public static class KeyEndpoint
{
    public static void MapKey(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/key", (HttpContext context) => Results.Json(Shown((CallerIdentity)context.User.Identity!), Wire.Options))
            .RequireAnyKey().Describe("getKey", ApiTags.Service, "Shows who calls, and what they may do").Answers<KeyAnswer>();

    private static KeyAnswer Shown(CallerIdentity caller)
    {
        var programs = caller.Grants.Select(grant => grant.Program).Distinct().ToList();
        return new KeyAnswer(
            caller.Name!, [.. caller.Grants.SelectMany(grant => grant.Scopes).Distinct(StringComparer.Ordinal)],
            programs is [var only] ? only : null, caller.Grants.Select(grant => grant.Partner).FirstOrDefault(), caller.Rate?.PerSecond);
    }
}
