using System.Security.Claims;
using Ledger.Client;
using Ledger.Contracts.V1.Answers;
using Microsoft.AspNetCore.Authentication;

namespace Ledger.Console.Access;

/// <summary>Signs people in with a key: the API identifies the holder, and the cookie stores the key.</summary>
internal static class SignIn
{
    /// <summary>The cookie's authentication scheme.</summary>
    public const string Scheme = "Console";

    /// <summary>The page that asks for a key.</summary>
    public const string Path = ConsoleModule.Path + "/sign-in";

    /// <summary>Type of the claim with the token for the API.</summary>
    public const string TokenClaim = "token";

    /// <summary>Signs in with a key, if the API accepts it.</summary>
    /// <returns>Null after success; otherwise the problem.</returns>
    public static async Task<ProblemAnswer?> WithKeyAsync(HttpContext context, LedgerClients clients, string key)
    {
        // Text that cannot be sent in a header cannot be a key.
        if (key.Length == 0 || key.Any(letter => letter is <= ' ' or > '~')) return Unknown;
        using var ledger = clients.For(key);
        var known = await Loaded.OfAsync(() => ledger.GetKeyAsync(context.RequestAborted));
        if (known.Problem is { } problem) return problem;
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, known.Value!.Name), new Claim(TokenClaim, key)], Scheme);
        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity));
        return null;
    }

    /// <summary>The address to go to after signing in: only pages of the console are allowed.</summary>
    /// <param name="back">The address requested in the query.</param>
    public static string Onward(string? back) =>
        back is not null && back.StartsWith(ConsoleModule.Path + "/", StringComparison.Ordinal)
            && !back.Contains('\\', StringComparison.Ordinal)
            ? back
            : ConsoleModule.Path;

    private static ProblemAnswer Unknown => new()
    {
        Type = "about:blank",
        Title = "unauthorized",
        Status = StatusCodes.Status401Unauthorized,
        Detail = "There is no such key, or it was revoked.",
        Code = "unauthorized",
    };
}
