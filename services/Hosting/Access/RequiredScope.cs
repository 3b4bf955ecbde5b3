using Ledger.Keys;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Hosting.Access;

/// <summary>The scopes of which a caller needs one for an endpoint; declared where the endpoint is mapped.</summary>
/// <param name="AnyOf">Names of scopes, never empty.</param>
public sealed record RequiredScope(IReadOnlyList<string> AnyOf) : IAuthorizationRequirement;

/// <summary>The default requirement: an endpoint that declares nothing is open to nobody. That an address does not exist is told to every
/// caller with a key.</summary>
internal sealed record Declared : IAuthorizationRequirement;

/// <summary>The requirement of an endpoint that only tells about the caller's own key: every key is enough, also that of one program or
/// partner.</summary>
internal sealed record AnyKey : IAuthorizationRequirement;

/// <summary>Decides whether the caller's grants open an endpoint.</summary>
internal sealed class ScopeCheck : IAuthorizationHandler
{
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (context.Resource is not HttpContext http || context.User.Identity is not CallerIdentity { Grants: var grants })
        {
            return Task.CompletedTask;
        }
        // Not the pending ones: that list changes with each success.
        foreach (var requirement in context.Requirements)
        {
            switch (requirement)
            {
                case RequiredScope required when DenialOf(http, grants, required) is { } denial:
                    denial.AttachTo(http);
                    context.Fail();
                    break;
                case RequiredScope:
                case AnyKey:
                case Declared when http.GetEndpoint() is not RouteEndpoint:
                    context.Succeed(requirement);
                    break;
            }
        }

        return Task.CompletedTask;
    }

    // Null when one of the grants opens the endpoint. Otherwise the denial of the closest grant: a missing scope comes before another
    // program.
    private static Denial? DenialOf(HttpContext http, IReadOnlyList<AccessGrant> grants, RequiredScope required)
    {
        Denial? closest = null;
        foreach (var grant in grants)
        {
            if (DenialOf(http, grant, required) is not { } denial) return null;
            if (closest is null || (denial.Code == Denial.ScopeMissing && closest.Code != Denial.ScopeMissing)) closest = denial;
        }

        return closest ?? Denial.NoRole;
    }

    // The program is checked first, so that the answer for another program's path is always the same; then the partner, for the same
    // reason.
    private static Denial? DenialOf(HttpContext http, AccessGrant grant, RequiredScope required)
    {
        if (grant.Program is { } program && Segments.ProgramOf(http) != program) return Denial.OtherProgram;
        if (grant.Partner is { } partner)
        {
            var opens = required.AnyOf.Contains(Scopes.PartnerRead) && grant.May(Scopes.PartnerRead) && Segments.PartnerOf(http) == partner;
            return opens ? null : Denial.OtherPartner;
        }

        // A key that is bound to no partner cannot use the scope of partners' keys.
        return required.AnyOf.Any(scope => scope != Scopes.PartnerRead && grant.May(scope)) ? null : Denial.Missing(required.AnyOf);
    }
}
