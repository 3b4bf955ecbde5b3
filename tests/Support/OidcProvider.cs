using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ledger.TestSupport;

/// <summary>
/// A small OpenID Connect provider on this machine: a discovery document, keys, and tokens signed with an RSA key that exists only here.
/// Tokens are composed by hand, so that tests can make any wrong one. Its authorization endpoint signs every visitor in as
/// <see cref="Visitor"/> and redirects back at once.
/// </summary>
public sealed class OidcProvider : IAsyncDisposable
{
    private readonly WebApplication app;
    private RSA key = RSA.Create(2048);
    private int keys = 1;
    private readonly ConcurrentDictionary<string, (string Challenge, string? Nonce, string Client)> codes = new(StringComparer.Ordinal);

    private OidcProvider(WebApplication app) => this.app = app;

    /// <summary>Its address, which is what its tokens name as their issuer.</summary>
    public string Issuer => app.Urls.Single();

    /// <summary>The key that it publishes and signs with, in the form of a public key for others.</summary>
    public byte[] PublicKey => key.ExportSubjectPublicKeyInfo();

    /// <summary>Who signs in here, with which roles; null: signing in fails.</summary>
    public (string Subject, string[] Roles)? Visitor { get; set; }

    /// <summary>What the access tokens of those who sign in name as their audience.</summary>
    public string Audience { get; set; } = "";

    /// <summary>How long their access tokens last.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a refresh token was traded for a new access token.</summary>
    public int Refreshed { get; private set; }

    private string KeyId => $"key-{keys}";

    public static async Task<OidcProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new OidcProvider(app);
        app.MapGet("/.well-known/openid-configuration", (HttpContext context) => provider.DiscoveryAsync(context));
        app.MapGet("/jwks", (HttpContext context) => provider.KeysAsync(context));
        app.MapGet("/authorize", (HttpContext context) => provider.Authorize(context.Request.Query));
        app.MapPost("/token", async (HttpRequest request) => provider.Token(await request.ReadFormAsync()));
        await app.StartAsync();
        return provider;
    }

    /// <summary>Rotates the signing key; only the new one is published.</summary>
    public void Rotate()
    {
        key.Dispose();
        (key, keys) = (RSA.Create(2048), keys + 1);
    }

    /// <summary>The claims of a good access token for an audience, which a test may spoil.</summary>
    public JsonObject Claims(string subject, string audience, params string[] roles) => new()
    {
        ["iss"] = Issuer,
        ["aud"] = audience,
        ["sub"] = subject,
        ["iat"] = Seconds(TimeSpan.Zero),
        ["nbf"] = Seconds(TimeSpan.Zero),
        ["exp"] = Seconds(TimeSpan.FromMinutes(5)),
        ["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]),
    };

    /// <summary>A token, signed as the provider signs.</summary>
    public string Sign(JsonObject claims)
    {
        var head = Head("RS256");
        return $"{head}.{Base64(claims)}.{Base64(key.SignData(Bytes(head, claims), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <summary>A token with the algorithm "none".</summary>
    public string SignWithNone(JsonObject claims) => $"{Head("none")}.{Base64(claims)}.";

    /// <summary>A token signed with a shared secret, for which the public key was taken.</summary>
    public string SignWithPublicKeyAsSecret(JsonObject claims)
    {
        var head = Head("HS256");
        return $"{head}.{Base64(claims)}.{Base64(HMACSHA256.HashData(PublicKey, Bytes(head, claims)))}";
    }

    /// <summary>A token that names the provider's key and is signed by another.</summary>
    public string SignWithAnotherKey(JsonObject claims)
    {
        using var other = RSA.Create(2048);
        var head = Head("RS256");
        var signature = other.SignData(Bytes(head, claims), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{head}.{Base64(claims)}.{Base64(signature)}";
    }

    /// <summary>An instant as tokens write it.</summary>
    public static long Seconds(TimeSpan fromNow) => (DateTimeOffset.UtcNow + fromNow).ToUnixTimeSeconds();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Dispose();
    }

    private Task DiscoveryAsync(HttpContext context) => context.Response.WriteAsJsonAsync(new Dictionary<string, object>
    {
        ["issuer"] = Issuer,
        ["jwks_uri"] = $"{Issuer}/jwks",
        ["authorization_endpoint"] = $"{Issuer}/authorize",
        ["token_endpoint"] = $"{Issuer}/token",
        ["response_types_supported"] = new[] { "code" },
        ["subject_types_supported"] = new[] { "public" },
        ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
    });

    private IResult Authorize(IQueryCollection asked)
    {
        string back = asked["redirect_uri"]!, state = Uri.EscapeDataString(asked["state"].ToString());
        if (Visitor is null) return Results.Redirect($"{back}?error=access_denied&state={state}");
        var code = Guid.NewGuid().ToString("n");
        codes[code] = (asked["code_challenge"]!, asked["nonce"], asked["client_id"]!);
        return Results.Redirect($"{back}?code={code}&state={state}");
    }

    private IResult Token(IFormCollection form)
    {
        if (Visitor is not var (subject, roles)) return Results.BadRequest(new { error = "invalid_grant" });
        string? nonce = null;
        if (form["grant_type"] == "refresh_token")
        {
            if (form["refresh_token"] != $"refresh-{subject}") return Results.BadRequest(new { error = "invalid_grant" });
            Refreshed++;
        }
        else
        {
            var challenge = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]!)));
            if (!codes.TryRemove(form["code"]!, out var known) || known.Challenge != challenge)
            {
                return Results.BadRequest(new { error = "invalid_grant" });
            }

            nonce = known.Nonce;
        }

        var access = Claims(subject, Audience, roles);
        access["exp"] = Seconds(Lifetime);
        var identity = Claims(subject, form["client_id"]!);
        identity["nonce"] = nonce;
        return Results.Json(new Dictionary<string, object>
        {
            ["token_type"] = "Bearer",
            ["access_token"] = Sign(access),
            ["id_token"] = Sign(identity),
            ["refresh_token"] = $"refresh-{subject}",
            ["expires_in"] = (long)Lifetime.TotalSeconds,
        });
    }

    private Task KeysAsync(HttpContext context)
    {
        var published = key.ExportParameters(includePrivateParameters: false);
        return context.Response.WriteAsJsonAsync(new Dictionary<string, object>
        {
            ["keys"] = new[]
            {
                new Dictionary<string, string>
                {
                    ["kty"] = "RSA",
                    ["use"] = "sig",
                    ["alg"] = "RS256",
                    ["kid"] = KeyId,
                    ["n"] = Base64(published.Modulus!),
                    ["e"] = Base64(published.Exponent!),
                },
            },
        });
    }

    private string Head(string algorithm) => Base64(new JsonObject { ["alg"] = algorithm, ["typ"] = "at+jwt", ["kid"] = KeyId });

    private static byte[] Bytes(string head, JsonObject claims) => Encoding.ASCII.GetBytes($"{head}.{Base64(claims)}");

    private static string Base64(JsonObject json) => Base64(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static string Base64(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
