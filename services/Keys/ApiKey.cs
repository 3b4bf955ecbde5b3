using System.Security.Cryptography;

namespace Ledger.Keys;

/// <summary>A key as it is kept.</summary>
/// <param name="Id">Public part of the key's text.</param>
/// <param name="Name">Whose it is: the principal that commands are recorded with.</param>
/// <param name="Hash">SHA-256 of the secret.</param>
/// <param name="Program">The one program it is for; null: all.</param>
/// <param name="Partner">The one partner of the program whose statements it reads, and nothing else; null: it is no partner's key.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Rate">Requests a second that it may make, above 0; null: as many as the service's setting says.</param>
public sealed record ApiKey(
    string Id, string Name, ReadOnlyMemory<byte> Hash, string? Program, string? Partner, IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, int? Rate = null)
{
    public bool May(string scope) => Scopes.Contains(scope);

    /// <summary>Whether a text that names this key also holds its secret; takes the same time for any wrong one.</summary>
    public bool IsProvenBy(KeyText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CryptographicOperations.FixedTimeEquals(text.Hash, Hash.Span);
    }
}
