using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Ledger.Console.Access;

/// <summary>
/// Signing in at an identity provider: OpenID Connect, authorization code with PKCE. The provider's access token calls the API; it is kept
/// with the refresh token in the cookie, which only this service can read. Before the token ends it is refreshed, and if that fails whoever
/// has it is signed out.
/// </summary>
internal static class OidcSignIn
{
    public const string Scheme = "ConsoleOidc";

    /// <summary>Below <see cref="ConsoleModule.Path"/>: leads to the provider.</summary>
    public const string Step = "/sign-in/provider";

    /// <summary>The address of <see cref="Step"/>.</summary>
    public const string Path = ConsoleModule.Path + Step;

    /// <summary>Where the provider leads back to: it must know this address.</summary>
    public const string CallbackPath = ConsoleModule.Path + "/signed-in";

    /// <summary>A query parameter of the page to sign in: signing in at the provider did not work.</summary>
    public const string Failed = "failed";

    private const string AccessToken = "access_token";
    private const string RefreshToken = "refresh_token";
    private const string ExpiresAt = "expires_at";

    // A token that ends while the page is made would be refused halfway.
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
                // The provider leads back by a link, with which the browser sends these.
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
            // After the provider has led back, the first page is one that another site led to.
            cookies.Cookie.SameSite = SameSiteMode.Lax;
            cookies.Events.OnValidatePrincipal = RefreshAsync;
        });
    }

    /// <summary>Sends the browser to the provider.</summary>
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

    // Null when the provider gives no new token for it, or does not answer: signing in again is what is left.
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

/// <summary>Signed in at the provider: its access token, out of the cookie.</summary>
internal sealed class OidcToken : IApiToken
{
    /// <inheritdoc/>
    public async ValueTask<string?> OfAsync(HttpContext context) => await context.GetTokenAsync(SignIn.Scheme, "access_token");
}
