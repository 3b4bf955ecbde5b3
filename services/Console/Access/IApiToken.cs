using System.Security.Claims;

namespace Ledger.Console.Access;

/// <summary>The token to call the API with. Each way to sign in has its own: whoever adds one adds its token.</summary>
public interface IApiToken
{
    /// <summary>The token of whoever is signed in; null when this way to sign in has none for them.</summary>
    public ValueTask<string?> OfAsync(HttpContext context);
}

/// <summary>Signed in with a key: the key is in the cookie, which only this service can read.</summary>
internal sealed class KeyToken : IApiToken
{
    /// <inheritdoc/>
    public ValueTask<string?> OfAsync(HttpContext context) => new(context.User.FindFirstValue(SignIn.TokenClaim));
}
