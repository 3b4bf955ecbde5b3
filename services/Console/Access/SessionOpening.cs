using Ledger.Console.Texts;
using Microsoft.AspNetCore.Authentication;

namespace Ledger.Console.Access;

/// <summary>Middleware in front of the console's pages: sets security headers and the language, and opens the session.</summary>
internal sealed class SessionOpening(RequestDelegate next, IEnumerable<IApiToken> tokens)
{
    /// <summary>The cookie with the chosen language.</summary>
    public const string LanguageCookie = "ledger-console-language";

    // Makes the browser refuse everything from other hosts, and all inline scripts and styles.
    private const string ContentPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    public async Task InvokeAsync(HttpContext context, Session session)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        session.Texts = context.Request.Cookies[LanguageCookie] is { } chosen
            ? Catalogue.In(chosen)
            : Catalogue.Preferred(context.Request.Headers.AcceptLanguage);
        if (context.User.Identity is { IsAuthenticated: true } && !await OpenAsync(context, session)) return;
        await next(context);
    }

    // False: the request has already been answered.
    private async Task<bool> OpenAsync(HttpContext context, Session session)
    {
        var token = (string?)null;
        foreach (var one in tokens) token ??= await one.OfAsync(context);
        var opened = token is null ? null : await Loaded.OfAsync(async () =>
        {
            await session.OpenAsync(token, context.RequestAborted);
            return session;
        });
        if (opened is { Problem: null }) return true;
        if (opened is not null && opened.Problem!.Status != StatusCodes.Status401Unauthorized)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync($"{session.Texts["problem.unavailable"]} ({opened.Problem.Code})");
            return false;
        }

        // The key was revoked.
        await context.SignOutAsync(SignIn.Scheme);
        context.Response.Redirect(SignIn.Path);
        return false;
    }
}
