using System.Security.Cryptography;

namespace Ledger.Keys;

/// <summary>
/// A key as its holder has it: <c>lk_</c>, the id of 10 capitals and digits, <c>_</c>, the secret of 32 random bytes in hexadecimal.
/// <see cref="ToString"/> shows only the id.
/// </summary>
public sealed class KeyText
{
    private const string Prefix = "lk_";
    private const string IdAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int IdLength = 10;
    private const int SecretBytes = 32;
    private const int Length = 3 + IdLength + 1 + (2 * SecretBytes);

    private readonly byte[] secret;

    private KeyText(string id, byte[] secret)
    {
        Id = id;
        this.secret = secret;
        Hash = SHA256.HashData(secret);
    }

    public string Id { get; }

    /// <summary>SHA-256 of the secret; only this is stored.</summary>
    public byte[] Hash { get; }

    /// <summary>The whole text with the secret, to be shown only to the key's holder.</summary>
    public string Reveal() => $"{Prefix}{Id}_{Convert.ToHexStringLower(secret)}";

    public static KeyText New() => new(RandomNumberGenerator.GetString(IdAlphabet, IdLength), RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Reads a key's text; null when it does not have the form of one.</summary>
    public static KeyText? Parse(ReadOnlySpan<char> text)
    {
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length + IdLength] != '_')
        {
            return null;
        }
        var secret = new byte[SecretBytes];
        return Convert.FromHexString(text[(Prefix.Length + IdLength + 1)..], secret, out _, out _) == System.Buffers.OperationStatus.Done
            ? new KeyText(new string(text.Slice(Prefix.Length, IdLength)), secret)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Prefix}{Id}_…";
}
