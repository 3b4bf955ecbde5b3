using Ledger.Client;
using Ledger.Console.Access;
using Ledger.Console.Streaming;
using Ledger.Console.Texts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;

namespace Ledger.Console;

/// <summary>
/// The console under <c>/console</c>: pages for people, rendered on the server. It calls the public API with the signed-in person's key, so
/// scopes, limits and refusals are the API's own.
/// </summary>
public static class ConsoleModule
{
    /// <summary>Path of the console.</summary>
    public const string Path = "/console";

    private static readonly TimeSpan SignedInFor = TimeSpan.FromHours(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(20);

    /// <summary>Adds the console's services.</summary>
    public static IServiceCollection AddConsole(this IServiceCollection services, ConsoleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var authentication = services.AddAuthentication().AddCookie(SignIn.Scheme, cookies =>
        {
            cookies.Cookie.Name = "ledger-console";
            cookies.Cookie.Path = Path;
            cookies.Cookie.HttpOnly = true;
            cookies.Cookie.SameSite = SameSiteMode.Strict;
            cookies.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookies.LoginPath = SignIn.Path;
            cookies.ReturnUrlParameter = "back";
            cookies.ExpireTimeSpan = SignedInFor;
        });
        services.AddSingleton(options);
        if (options.Provider is { } provider) authentication.AddOidcSignIn(provider);
        var protection = services.AddDataProtection().SetApplicationName("Ledger.Console");
        if (options.CookieKeys is { } folder) protection.PersistKeysToFileSystem(new DirectoryInfo(folder));
        services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = "ledger-console-forms";
            forms.Cookie.Path = Path;
            forms.Cookie.SameSite = SameSiteMode.Strict;
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddRazorComponents();
        services.AddSingleton<SeenPosition>();
        services.AddSingleton<IApiToken, KeyToken>();
        services.AddScoped<Session>();
        services.AddLedgerClients((clients, provider) =>
        {
            clients.Address = options.Api ?? OwnAddress.Of(provider.GetRequiredService<IServer>());
            (clients.Patience, clients.Attempt) = (Patience, Attempt);
        }).RemoveAllLoggers();
        return services;
    }

    /// <summary>Adds the console's middleware. Call it after the middleware for routing and authorization.</summary>
    public static void UseConsole(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments(Path),
        console =>
        {
            console.UseAntiforgery();
            console.UseMiddleware<SessionOpening>();
            console.UseMiddleware<PageStream>();
        });

    /// <summary>Maps the console's pages.</summary>
    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        var signedIn = new AuthorizationPolicyBuilder(SignIn.Scheme).RequireAuthenticatedUser().Build();
        routes.MapRazorComponents<App>().RequireAuthorization(signedIn);
        var console = routes.MapGroup(Path).ExcludeFromDescription();
        ConsoleAssets.Map(console);
        // Open to all, but the form's antiforgery token is bound to the signed-in person.
        console.MapPost("/language", LanguageAsync).RequireAuthorization(signedIn).AllowAnonymous();
        console.MapPost("/sign-out", SignOutAsync).RequireAuthorization(signedIn);
        console.MapGet(OidcSignIn.Step, OidcSignIn.Challenge).AllowAnonymous();
        console.MapGet("/programs/{program}/downloads/{name}", Downloads.SendAsync).RequireAuthorization(signedIn);
    }

    private static async Task<IResult> LanguageAsync(HttpContext context, Microsoft.AspNetCore.Antiforgery.IAntiforgery forms)
    {
        if (!await forms.IsRequestValidAsync(context)) return Results.StatusCode(StatusCodes.Status400BadRequest);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        context.Response.Cookies.Append(SessionOpening.LanguageCookie, Catalogue.In(form["language"]).Language, new CookieOptions
        {
            Path = Path,
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(365),
        });
        return Results.LocalRedirect(SignIn.Onward(form["back"]));
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, Microsoft.AspNetCore.Antiforgery.IAntiforgery forms)
    {
        if (!await forms.IsRequestValidAsync(context)) return Results.StatusCode(StatusCodes.Status400BadRequest);
        await context.SignOutAsync(SignIn.Scheme);
        return Results.LocalRedirect(SignIn.Path);
    }
}
