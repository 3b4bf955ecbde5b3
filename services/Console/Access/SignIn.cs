using System.Security.Claims;
using Ledger.Client;
using Ledger.Contracts.V1.Answers;
using Microsoft.AspNetCore.Authentication;

namespace Ledger.Console.Access;

/// <summary>Signing in with a key: the API says whose it is, and the cookie keeps it.</summary>
internal static class SignIn
{
    /// <summary>The cookie's authentication scheme.</summary>
    public const string Scheme = "Console";

    /// <summary>The page that asks for a key.</summary>
    public const string Path = ConsoleModule.Path + "/sign-in";

    /// <summary>Type of the claim that holds the token for the API.</summary>
    public const string TokenClaim = "token";

    /// <summary>Signs in whoever shows a key that the API knows.</summary>
    /// <returns>Null: signed in. Else why not.</returns>
    public static async Task<ProblemAnswer?> WithKeyAsync(HttpContext context, LedgerClients clients, string key)
    {
        // What can be no header is no key.
        if (key.Length == 0 || key.Any(letter => letter is <= ' ' or > '~')) return Unknown;
        using var ledger = clients.For(key);
        var known = await Loaded.OfAsync(() => ledger.GetKeyAsync(context.RequestAborted));
        if (known.Problem is { } problem) return problem;
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, known.Value!.Name), new Claim(TokenClaim, key)], Scheme);
        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity));
        return null;
    }

    /// <summary>Where to go on after signing in: a page of the console and nowhere else.</summary>
    /// <param name="back">What the address says.</param>
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
