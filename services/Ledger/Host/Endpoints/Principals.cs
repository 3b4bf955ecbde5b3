using Microsoft.AspNetCore.Http;

namespace Ledger.Host.Endpoints;

/// <summary>The principal of a request: the name of its API key. Names that the request itself gives are not used.</summary>
internal static class Principals
{
    public static string Of(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name }
            ? name
            : throw new InvalidOperationException("A command came in without a key.");
}
