using Ledger.Keys;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Hosting.Access;

/// <summary>The scopes of which one opens an endpoint; declared where the endpoint is mapped.</summary>
/// <param name="AnyOf">Never empty.</param>
public sealed record RequiredScope(IReadOnlyList<string> AnyOf) : IAuthorizationRequirement;

/// <summary>An address that declares nothing is open to nobody; one that does not exist is told to whoever has a key.</summary>
internal sealed record Declared : IAuthorizationRequirement;

/// <summary>Every key opens it, also that of one program or partner: it tells of the key itself.</summary>
internal sealed record AnyKey : IAuthorizationRequirement;

/// <summary>Decides whether what the caller may do opens an endpoint.</summary>
internal sealed class ScopeCheck : IAuthorizationHandler
{
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (context.Resource is not HttpContext http || context.User.Identity is not CallerIdentity { Grants: var grants })
        {
            return Task.CompletedTask;
        }
        foreach (var requirement in context.PendingRequirements.ToList())
        {
            switch (requirement)
            {
                case RequiredScope required when DenialOf(http, grants, required) is { } denial:
                    denial.Keep(http);
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

    // Null when one of them opens it. Else what is said of the one that comes nearest: of a scope that is missing where the program is
    // right.
    private static Denial? DenialOf(HttpContext http, IReadOnlyList<AccessGrant> grants, RequiredScope required)
    {
        var denials = grants.Select(grant => DenialOf(http, grant, required)).ToList();
        return denials.Contains(null) ? null
            : denials.FirstOrDefault(denial => denial!.Code == Denial.ScopeMissing) ?? denials.FirstOrDefault() ?? Denial.NoRole;
    }

    // The program first, so that the answer for another program's path is always the same; then the partner, for the same reason.
    private static Denial? DenialOf(HttpContext http, AccessGrant grant, RequiredScope required)
    {
        if (grant.Program is { } program && Segments.ProgramOf(http) != program) return Denial.OtherProgram;
        if (grant.Partner is { } partner)
        {
            var opens = required.AnyOf.Contains(Scopes.PartnerRead) && grant.May(Scopes.PartnerRead) && Segments.PartnerOf(http) == partner;
            return opens ? null : Denial.OtherPartner;
        }

        // The scope of a partner's key opens nothing to a key that is bound to no partner.
        return required.AnyOf.Any(scope => scope != Scopes.PartnerRead && grant.May(scope)) ? null : Denial.Missing(required.AnyOf);
    }
}
