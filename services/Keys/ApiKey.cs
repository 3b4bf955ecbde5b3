using System.Security.Cryptography;

namespace Ledger.Keys;

/// <summary>A key as it is stored: without its secret.</summary>
/// <param name="Id">Public part of the key's text.</param>
/// <param name="Name">Name of the key's holder: the principal with which commands are recorded.</param>
/// <param name="Hash">SHA-256 of the secret.</param>
/// <param name="Program">The only program that the key opens; null: all programs.</param>
/// <param name="Partner">The partner whose settlement statements the key reads, and nothing else; null: not a partner's key.</param>
/// <param name="Scopes">Names from <see cref="Keys.Scopes"/>.</param>
/// <param name="Rate">The most requests per second, above 0; null: the service's setting.</param>
public sealed record ApiKey(
    string Id, string Name, ReadOnlyMemory<byte> Hash, string? Program, string? Partner, IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, int? Rate = null)
{
    public bool May(string scope) => Scopes.Contains(scope);

    /// <summary>Whether a key's text has this key's secret. Compares in constant time.</summary>
    public bool IsProvenBy(KeyText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CryptographicOperations.FixedTimeEquals(text.Hash, Hash.Span);
    }
}
