using System.Security.Claims;
using Ledger.Keys;

namespace Ledger.Hosting.Access;

/// <summary>What a caller may do.</summary>
/// <param name="Program">In this program alone; null: in all.</param>
/// <param name="Partner">The statements of this partner of the program, and nothing else; null: it is no partner's.</param>
/// <param name="Scopes">Of <see cref="Keys.Scopes"/>.</param>
public sealed record AccessGrant(string? Program, string? Partner, IReadOnlyList<string> Scopes)
{
    public bool May(string scope) => Scopes.Contains(scope);
}

/// <summary>
/// Who calls: the holder of a key, or a person with a token. Its name is the principal that commands are recorded with: the key's name, or
/// the token's subject. A partner's key also says which partner it is, as the claim <see cref="PartnerClaim"/>.
/// </summary>
public sealed class CallerIdentity : ClaimsIdentity
{
    /// <summary>Type of the claim that holds the id of a key's one partner.</summary>
    public const string PartnerClaim = "partner";

    private CallerIdentity(string name, IReadOnlyList<AccessGrant> grants, KeyRate? rate, DateTimeOffset? validUntil)
        : base(ClaimsOf(name, grants), KeyHandler.SchemeName) =>
        (Grants, Rate, ValidUntil) = (grants, rate, validUntil);

    /// <summary>What it may do: whatever one of them allows.</summary>
    public IReadOnlyList<AccessGrant> Grants { get; }

    /// <summary>When a token ends; null for a key, which ends when it is revoked.</summary>
    public DateTimeOffset? ValidUntil { get; }

    /// <summary>Counts the caller's requests; null where their number is not limited.</summary>
    internal KeyRate? Rate { get; }

    /// <summary>The holder of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="rate">Requests a second that it may make; null: any number.</param>
    public static CallerIdentity Of(ApiKey key, int? rate = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new CallerIdentity(key.Name, [new AccessGrant(key.Program, key.Partner, key.Scopes)], KeyRate.Of(rate), validUntil: null);
    }

    /// <summary>A person with a token.</summary>
    internal static CallerIdentity Of(string subject, IReadOnlyList<AccessGrant> grants, KeyRate? rate, DateTimeOffset validUntil) =>
        new(subject, grants, rate, validUntil);

    private static IEnumerable<Claim> ClaimsOf(string name, IReadOnlyList<AccessGrant> grants) =>
        grants.Select(grant => grant.Partner).OfType<string>().Select(partner => new Claim(PartnerClaim, partner))
            .Prepend(new Claim(ClaimTypes.Name, name));
}
