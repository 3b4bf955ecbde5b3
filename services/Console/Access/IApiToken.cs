using System.Security.Claims;

namespace Ledger.Console.Access;

/// <summary>Gives the token with which the API is called. Each way to sign in has its own implementation.</summary>
public interface IApiToken
{
    /// <summary>The signed-in person's token; null when that person did not sign in in this way.</summary>
    public ValueTask<string?> OfAsync(HttpContext context);
}

/// <summary>The token of somebody who signed in with a key: the key from the cookie, which only this service can decrypt.</summary>
internal sealed class KeyToken : IApiToken
{
    /// <inheritdoc/>
    public ValueTask<string?> OfAsync(HttpContext context) => new(context.User.FindFirstValue(SignIn.TokenClaim));
}
