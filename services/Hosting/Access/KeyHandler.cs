using System.Text.Encodings.Web;
using Ledger.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ledger.Hosting.Access;

/// <summary>Options of <see cref="KeyHandler"/>.</summary>
public sealed class KeyOptions : AuthenticationSchemeOptions
{
    /// <summary>Whether a credential that is not a key is passed to <see cref="TokenModule"/> as a token.</summary>
    public bool TakesTokens { get; set; }
}

/// <summary>
/// Authenticates a request by the key in <c>Authorization: Bearer lk_…</c>, or has <see cref="TokenModule"/> check the token there. The
/// credential appears in no message and no log.
/// </summary>
public sealed class KeyHandler(KeyRing ring, IOptionsMonitor<KeyOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<KeyOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";
    private const string Prefix = SchemeName + " ";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ Length: > 0 }]) return AuthenticateResult.NoResult();
        if (TextOf(Request) is not { } text) return Options.TakesTokens ? await Context.AuthenticateAsync(TokenModule.SchemeName) : Unknown;
        return await ring.FindAsync(text, Context.RequestAborted) is { } principal
            ? AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName))
            : Unknown;
    }

    /// <summary>The key in a request's Authorization header; null when the header has no text in the form of a key.</summary>
    internal static KeyText? TextOf(HttpRequest request) =>
        request.Headers.Authorization is [{ Length: > 0 } header] && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? KeyText.Parse(header.AsSpan(Prefix.Length).Trim())
            : null;

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (TokenModule.IsProviderAway(Context))
        {
            return Problem
                .Of(
                    StatusCodes.Status503ServiceUnavailable, "unavailable",
                    "The identity provider does not answer, so the token cannot be looked at; the same request can be sent again.")
                .ExecuteAsync(Context);
        }

        Response.Headers.WWWAuthenticate = SchemeName;
        var sentence = Request.Headers.Authorization.Count == 0 ? "The request shows no key: Authorization: Bearer lk_…"
            : Options.TakesTokens ? "There is no such key, or it was revoked; or the token is not one for this service, or has expired."
            : "There is no such key, or it was revoked.";
        return Problem.Of(StatusCodes.Status401Unauthorized, "unauthorized", sentence).ExecuteAsync(Context);
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.Of(StatusCodes.Status403Forbidden, Denial.Of(Context).Code, Denial.Of(Context).Sentence).ExecuteAsync(Context);

    private static AuthenticateResult Unknown => AuthenticateResult.Fail("No key that is in use was shown.");
}
