using System.Security.Claims;
using Ledger.Keys;

namespace Ledger.Hosting;

/// <summary>Who calls: the holder of a key. The key's name is the principal.</summary>
public sealed class KeyIdentity(ApiKey key) : ClaimsIdentity([new Claim(ClaimTypes.Name, key?.Name ?? "")], KeyHandler.SchemeName)
{
    public ApiKey Key => key;
}
