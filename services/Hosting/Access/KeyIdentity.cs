using System.Security.Claims;
using Ledger.Keys;

namespace Ledger.Hosting;

/// <summary>
/// Who calls: the holder of a key. The key's name is the principal; a partner's key also says which partner it is, as the claim
/// <see cref="PartnerClaim"/>.
/// </summary>
/// <param name="key">The key.</param>
/// <param name="rate">Requests a second that it may make; null: any number.</param>
public sealed class KeyIdentity(ApiKey key, int? rate = null) : ClaimsIdentity(ClaimsOf(key), KeyHandler.SchemeName)
{
    /// <summary>Type of the claim that holds the id of a key's one partner.</summary>
    public const string PartnerClaim = "partner";

    public ApiKey Key => key;

    /// <summary>Counts the key's requests; null where their number is not limited.</summary>
    internal KeyRate? Rate { get; } = KeyRate.Of(rate);

    private static IEnumerable<Claim> ClaimsOf(ApiKey? key)
    {
        yield return new Claim(ClaimTypes.Name, key?.Name ?? "");
        if (key?.Partner is { } partner) yield return new Claim(PartnerClaim, partner);
    }
}
