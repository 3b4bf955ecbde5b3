using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Ledger.Console.Access;

/// <summary>
/// Signing in at an identity provider: OpenID Connect, authorization code with PKCE. The API is called with the provider's access token,
/// which is stored with the refresh token in the cookie; only this service can decrypt the cookie. The access token is refreshed before it
/// expires; if that fails, the person is signed out.
/// </summary>
internal static class OidcSignIn
{
    public const string Scheme = "ConsoleOidc";

    /// <summary>Path relative to <see cref="ConsoleModule.Path"/> that redirects to the provider.</summary>
    public const string Step = "/sign-in/provider";

    /// <summary>The address of <see cref="Step"/>.</summary>
    public const string Path = ConsoleModule.Path + Step;

    /// <summary>Path to which the provider redirects back; it must be registered with the provider.</summary>
    public const string CallbackPath = ConsoleModule.Path + "/signed-in";

    /// <summary>The query parameter of the sign-in page after a failed sign-in at the provider.</summary>
    public const string Failed = "failed";

    private const string AccessToken = "access_token";
    private const string RefreshToken = "refresh_token";
    private const string ExpiresAt = "expires_at";

    // Refresh this long before the expiry, so that the token does not expire while a page is rendered.
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    public static void AddOidcSignIn(this AuthenticationBuilder authentication, OidcClient client)
    {
        authentication.Services.AddSingleton<IApiToken, OidcToken>();
        authentication.AddOpenIdConnect(Scheme, options =>
        {
            (options.Authority, options.ClientId, options.ClientSecret) = (client.Issuer, client.Id, client.Secret);
            options.RequireHttpsMetadata = !new Uri(client.Issuer).IsLoopback;
            (options.ResponseType, options.ResponseMode) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query);
            options.UsePkce = true;
            (options.SignInScheme, options.CallbackPath) = (SignIn.Scheme, CallbackPath);
            (options.SaveTokens, options.MapInboundClaims) = (true, false);
            options.TokenValidationParameters.NameClaimType = "sub";
            options.Scope.Clear();
            foreach (var scope in client.Scopes) options.Scope.Add(scope);
            foreach (var cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
            {
                // Lax, so that the browser sends these cookies with the provider's redirect.
                (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
            }

            options.Events.OnRemoteFailure = context =>
            {
                context.Response.Redirect($"{SignIn.Path}?{Failed}=1");
                context.HandleResponse();
                return Task.CompletedTask;
            };
        });
        authentication.Services.Configure<CookieAuthenticationOptions>(SignIn.Scheme, cookies =>
        {
            // Lax, because the first page after the sign-in is reached by a redirect from another site.
            cookies.Cookie.SameSite = SameSiteMode.Lax;
            cookies.Events.OnValidatePrincipal = RefreshAsync;
        });
    }

    /// <summary>Redirects the browser to the provider.</summary>
    public static IResult Challenge(HttpContext context, ConsoleOptions options) => options.Provider is null
        ? Results.NotFound()
        : Results.Challenge(new AuthenticationProperties { RedirectUri = SignIn.Onward(context.Request.Query["back"]) }, [Scheme]);

    private static async Task RefreshAsync(CookieValidatePrincipalContext context)
    {
        if (context.Properties.GetTokenValue(ExpiresAt) is not { } text) return;
        var time = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var end)
            && time.GetUtcNow() < end - Early)
        {
            return;
        }

        if (context.Properties.GetTokenValue(RefreshToken) is { } refresh && await TradeAsync(context.HttpContext, refresh) is { } fresh)
        {
            context.Properties.UpdateTokenValue(AccessToken, fresh.Access);
            context.Properties.UpdateTokenValue(RefreshToken, fresh.Refresh ?? refresh);
            context.Properties.UpdateTokenValue(ExpiresAt, (time.GetUtcNow() + fresh.Lifetime).ToString("o", CultureInfo.InvariantCulture));
            context.ShouldRenew = true;
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(SignIn.Scheme);
    }

    // Null when the provider refuses the refresh token or does not answer; then the person has to sign in again.
    private static async Task<(string Access, string? Refresh, TimeSpan Lifetime)?> TradeAsync(HttpContext context, string refresh)
    {
        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(Scheme);
        try
        {
            var provider = await options.ConfigurationManager!.GetConfigurationAsync(context.RequestAborted);
            var form = new Dictionary<string, string>
            {
                ["grant_type"] = RefreshToken,
                [RefreshToken] = refresh,
                ["client_id"] = options.ClientId!,
            };
            if (options.ClientSecret is { } secret) form["client_secret"] = secret;
            using var content = new FormUrlEncodedContent(form);
            using var answer = await options.Backchannel.PostAsync(new Uri(provider.TokenEndpoint), content, context.RequestAborted);
            if (!answer.IsSuccessStatusCode) return null;
            var said = await JsonSerializer.DeserializeAsync<JsonElement>(await answer.Content.ReadAsStreamAsync(context.RequestAborted));
            return said.TryGetProperty(AccessToken, out var access)
                ? (access.GetString()!, said.TryGetProperty(RefreshToken, out var next) ? next.GetString() : null,
                    TimeSpan.FromSeconds(said.TryGetProperty("expires_in", out var seconds) ? seconds.GetInt64() : 0))
                : null;
        }
        catch (Exception away) when (away is HttpRequestException or InvalidOperationException or JsonException or IOException)
        {
            return null;
        }
    }
}

/// <summary>The token of somebody who signed in at the provider: the access token from the cookie.</summary>
internal sealed class OidcToken : IApiToken
{
    /// <inheritdoc/>
    public async ValueTask<string?> OfAsync(HttpContext context) => await context.GetTokenAsync(SignIn.Scheme, "access_token");
}
