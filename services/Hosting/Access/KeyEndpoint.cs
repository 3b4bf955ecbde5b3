using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Hosting;

/// <summary>What the key that a request shows may do: for programs that show people only what they can use.</summary>
public static class KeyEndpoint
{
    public static void MapKey(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/key", (HttpContext context) => Results.Json(Shown((KeyIdentity)context.User.Identity!), Wire.Options))
            .RequireAnyKey().Describe("getKey", ApiTags.Service, "Shows whose the key is, and what it may do").Answers<KeyAnswer>();

    private static KeyAnswer Shown(KeyIdentity identity) =>
        new(identity.Key.Name, identity.Key.Scopes, identity.Key.Program, identity.Key.Partner, identity.Key.Rate);
}
