using Ledger.Keys;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ledger.Hosting.Access;

/// <summary>Access control: every request except those for health needs a key or a token, and every endpoint declares the scopes of which
/// it needs one.</summary>
public static class AccessModule
{
    /// <summary>Needs an NpgsqlDataSource on a database with the schema of this build, and a TimeProvider.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="rate">The most requests per second of a person, or of a key without a rate of its own; null: no limit.</param>
    /// <param name="tokens">The identity provider whose tokens are accepted beside keys; null: none.</param>
    public static IServiceCollection AddAccess(this IServiceCollection services, int? rate = null, TokenSettings? tokens = null)
    {
        services.AddSingleton(new KeyRates(rate));
        services.AddSingleton(provider => new KeyTable(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<KeyRing>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyRing>());
        services.AddSingleton<IAuthorizationHandler, ScopeCheck>();
        var authentication = services.AddAuthentication(KeyHandler.SchemeName);
        authentication.AddScheme<KeyOptions, KeyHandler>(KeyHandler.SchemeName, options => options.TakesTokens = tokens is not null);
        if (tokens is not null) authentication.AddTokens(tokens);
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new Declared()).Build());
        // Each refused request would log a line.
        services.AddLogging(logging => logging.AddFilter(typeof(KeyHandler).FullName, LogLevel.Warning));
        return services;
    }

    /// <summary>Adds access control to the pipeline. Call it after <see cref="ProblemsModule.UseProblems"/>.</summary>
    public static void UseAccess(this WebApplication app)
    {
        app.UseRouting();
        app.Use((context, next) =>
                (Segments.Align(context) ?? QueryText.FaultOf(context)) is { } problem ? problem.ExecuteAsync(context) : next(context));
        app.UseAuthentication();
        app.Use((context, next) => KeyRate.RefusalOf(context) is { } problem ? problem.ExecuteAsync(context) : next(context));
        app.UseAuthorization();
    }

    /// <summary>Opens an endpoint, or a group of them, to keys with one of these scopes.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, params string[] anyOf)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(anyOf);
        ArgumentOutOfRangeException.ThrowIfZero(anyOf.Length);
        var required = new RequiredScope(anyOf);
        endpoint.Add(builder => builder.Metadata.Add(required));
        return endpoint.RequireAuthorization(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(required).Build());
    }

    /// <summary>
    /// Opens an endpoint about one partner, which is <c>{partner}</c> in its path, to that partner's own keys and to the operator's keys
    /// with one of these scopes.
    /// </summary>
    public static TBuilder RequirePartner<TBuilder>(this TBuilder endpoint, params string[] orAnyOf)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireScope([.. orAnyOf, Scopes.PartnerRead]);

    /// <summary>Whether the request's key is still in use, or its token has not expired. Long answers such as streams check this
    /// again.</summary>
    public static async ValueTask<bool> IsStillAllowedAsync(this HttpContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.User.Identity is CallerIdentity { ValidUntil: { } end })
        {
            return context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() < end;
        }

        return KeyHandler.TextOf(context.Request) is { } text
            && await context.RequestServices.GetRequiredService<KeyRing>().FindAsync(text, ct) is not null;
    }

    /// <summary>Opens an endpoint that only tells about the caller's own key to every key.</summary>
    internal static TBuilder RequireAnyKey<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder
    {
        var any = new AnyKey();
        endpoint.Add(builder => builder.Metadata.Add(any));
        return endpoint.RequireAuthorization(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(any).Build());
    }

    /// <summary>
    /// The endpoints that declare neither whom they are open to (a scope, any key, a policy of another way to sign in) nor that they are
    /// open to all.
    /// </summary>
    public static IEnumerable<string> Undeclared(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        return routes.DataSources.SelectMany(source => source.Endpoints)
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(endpoint => endpoint.DisplayName ?? endpoint.ToString()!);
    }

    /// <summary>Refuses to start a service with an endpoint that does not declare whom it is open to.</summary>
    public static void DemandDeclared(this IEndpointRouteBuilder routes)
    {
        if (routes.Undeclared().ToList() is { Count: > 0 } undeclared)
        {
            throw new InvalidOperationException($"These endpoints declare no scope: {string.Join("; ", undeclared)}.");
        }
    }
}
