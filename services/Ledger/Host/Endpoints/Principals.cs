using Microsoft.AspNetCore.Http;

namespace Ledger.Host.Endpoints;

/// <summary>Who calls: the name of the key that was shown. Nothing that the caller says of itself counts.</summary>
internal static class Principals
{
    public static string Of(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name }
            ? name
            : throw new InvalidOperationException("A command came in without a key.");
}
