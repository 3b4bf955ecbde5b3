using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Ledger.Hosting.Access;

/// <summary>
/// Accepts tokens of an identity provider beside keys: JWTs by the profile of RFC 9068, signed by a key that the provider publishes. This
/// module only identifies the caller; <see cref="KeyHandler"/> answers refusals for keys and tokens alike.
/// </summary>
internal static class TokenModule
{
    public const string SchemeName = "Token";

    /// <summary>How far the clocks of the provider and of this service may differ.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    // Only asymmetric algorithms: with a symmetric one, anybody could sign tokens with the published key.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    public static void AddTokens(this AuthenticationBuilder authentication, TokenSettings settings)
    {
        authentication.Services.AddSingleton<TokenRates>();
        // Each refused request would log a line.
        authentication.Services.AddLogging(logging => logging
            .AddFilter(typeof(JwtBearerHandler).FullName, LogLevel.Critical).AddFilter("Microsoft.IdentityModel", LogLevel.Critical));
        authentication.AddJwtBearer(SchemeName, options =>
        {
            options.Authority = settings.Issuer;
            options.RequireHttpsMetadata = !new Uri(settings.Issuer).IsLoopback;
            options.MapInboundClaims = false;
            options.BackchannelTimeout = TimeSpan.FromSeconds(10);
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = settings.Issuer,
                ValidAudience = settings.Audience,
                ValidAlgorithms = Algorithms,
                RequireSignedTokens = true,
                RequireExpirationTime = true,
                ClockSkew = ClockSkew,
            };
            options.Events = new JwtBearerEvents
            {
                OnTokenValidated = context => Take(context, settings),
                OnAuthenticationFailed = FindOutAsync,
            };
        });
        // Tokens signed by a key that the provider has withdrawn are refused once the provider's keys have been read again.
        authentication.Services.PostConfigure<JwtBearerOptions>(SchemeName, options =>
        {
            if (options.ConfigurationManager is BaseConfigurationManager provider) provider.UseLastKnownGoodConfiguration = false;
        });
    }

    /// <summary>Whether a token could not be checked because the provider does not answer.</summary>
    public static bool IsProviderAway(HttpContext context) => context.Items.ContainsKey(typeof(TokenModule));

    private static Task Take(TokenValidatedContext context, TokenSettings settings)
    {
        // The subject is recorded in the log as the principal, so it must be a valid id and must not be a reserved name.
        if (context.SecurityToken is not JsonWebToken token || !Identifiers.IsId(token.Subject) || KeyNames.IsTaken(token.Subject))
        {
            context.Fail("The token names no subject that can be a principal.");
            return Task.CompletedTask;
        }

        var rate = context.HttpContext.RequestServices.GetRequiredService<TokenRates>().Of(token.Subject);
        var grants = settings.Roles.Of(RolesOf(token, settings.RolesClaim));
        var until = new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + ClockSkew;
        context.Principal = new ClaimsPrincipal(CallerIdentity.Of(token.Subject, grants, rate, until));
        context.Success();
        return Task.CompletedTask;
    }

    // Without the provider's keys every signature is unknown. Whether the keys can be read tells an invalid token from an absent provider.
    private static async Task FindOutAsync(AuthenticationFailedContext context)
    {
        if (context.Exception is not SecurityTokenSignatureKeyNotFoundException || context.Options.ConfigurationManager is not { } provider)
        {
            return;
        }
        try
        {
            await provider.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (Exception away) when (away is InvalidOperationException or IOException)
        {
            context.HttpContext.Items[typeof(TokenModule)] = true;
        }
    }

    /// <summary>The roles of a token: a list of texts or one text, in a claim or nested within one.</summary>
    private static IEnumerable<string> RolesOf(JsonWebToken token, string claim)
    {
        var steps = claim.Split('.');
        // The claim's own name may contain dots, for example when it is a URL; so the whole name is tried first.
        if (!token.TryGetPayloadValue<JsonElement>(claim, out var value))
        {
            if (!token.TryGetPayloadValue(steps[0], out value)) return [];
            foreach (var step in steps[1..])
            {
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out value)) return [];
            }
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array => value
                .EnumerateArray()
                .Where(one => one.ValueKind == JsonValueKind.String)
                .Select(one => one.GetString()!),
            _ => [],
        };
    }

    /// <summary>The rate limiters of persons in this process, by subject.</summary>
    internal sealed class TokenRates(KeyRates rates)
    {
        // More subjects than call within seconds. Beyond this bound all limiters are dropped and start anew.
        private const int SubjectsMax = 10_000;

        private readonly ConcurrentDictionary<string, KeyRate> bySubject = new(StringComparer.Ordinal);

        /// <summary>The rate limiter of a subject; null where the number of requests is not limited.</summary>
        public KeyRate? Of(string subject)
        {
            if (rates.Default is not { } rate) return null;
            if (bySubject.Count > SubjectsMax) bySubject.Clear();
            return bySubject.GetOrAdd(subject, _ => KeyRate.Of(rate)!);
        }
    }
}
