using System.Security.Claims;
using Ledger.Keys;

namespace Ledger.Hosting.Access;

/// <summary>Scopes that a caller has in one program or in all.</summary>
/// <param name="Program">The only program in which the scopes hold; null: all programs.</param>
/// <param name="Partner">The partner whose settlement statements the caller may read, and nothing else; null for every other
/// caller.</param>
/// <param name="Scopes">Names from <see cref="Keys.Scopes"/>.</param>
public sealed record AccessGrant(string? Program, string? Partner, IReadOnlyList<string> Scopes)
{
    public bool May(string scope) => Scopes.Contains(scope);
}

/// <summary>
/// The caller: the holder of a key, or a person with a token. The identity's name is the principal with which commands are recorded: the
/// key's name, or the token's subject. A partner's key has the partner's id in the claim <see cref="PartnerClaim"/>.
/// </summary>
public sealed class CallerIdentity : ClaimsIdentity
{
    /// <summary>Type of the claim with the id of a key's partner.</summary>
    public const string PartnerClaim = "partner";

    private CallerIdentity(string name, IReadOnlyList<AccessGrant> grants, KeyRate? rate, DateTimeOffset? validUntil)
        : base(ClaimsOf(name, grants), KeyHandler.SchemeName) =>
        (Grants, Rate, ValidUntil) = (grants, rate, validUntil);

    /// <summary>The caller's grants; an action is allowed if any of them allows it.</summary>
    public IReadOnlyList<AccessGrant> Grants { get; }

    /// <summary>When the token expires; null for a key, which is valid until it is revoked.</summary>
    public DateTimeOffset? ValidUntil { get; }

    /// <summary>The caller's rate limiter; null where the number of requests is not limited.</summary>
    internal KeyRate? Rate { get; }

    /// <summary>The identity of a key's holder.</summary>
    /// <param name="key">The key.</param>
    /// <param name="rate">The most requests per second; null: no limit.</param>
    public static CallerIdentity Of(ApiKey key, int? rate = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new CallerIdentity(key.Name, [new AccessGrant(key.Program, key.Partner, key.Scopes)], KeyRate.Of(rate), validUntil: null);
    }

    /// <summary>The identity of a person with a token.</summary>
    internal static CallerIdentity Of(string subject, IReadOnlyList<AccessGrant> grants, KeyRate? rate, DateTimeOffset validUntil) =>
        new(subject, grants, rate, validUntil);

    private static IEnumerable<Claim> ClaimsOf(string name, IReadOnlyList<AccessGrant> grants) =>
        grants.Select(grant => grant.Partner).OfType<string>().Select(partner => new Claim(PartnerClaim, partner))
            .Prepend(new Claim(ClaimTypes.Name, name));
}
