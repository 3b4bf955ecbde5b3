using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ledger.Webhooks.Domain;

/// <summary>Signs deliveries by the scheme of Standard Webhooks (symmetric, version 1).</summary>
public static class Signature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>
    /// The value of <see cref="SignatureHeader"/>: for each secret <c>v1,</c> followed by the base64 of HMAC-SHA256 over id, timestamp and
    /// body; signatures are separated by blanks. A receiver that knows any of the secrets can verify it.
    /// </summary>
    /// <param name="secrets">Texts that <see cref="SecretText.KeyOf"/> reads.</param>
    /// <param name="id">The value of <see cref="IdHeader"/>.</param>
    /// <param name="timestamp">The value of <see cref="TimestampHeader"/>, in Unix seconds.</param>
    /// <param name="body">The body, byte for byte.</param>
    public static string Of(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        var signed = new byte[head.Length + body.Length];
        head.CopyTo(signed, 0);
        body.CopyTo(signed.AsSpan(head.Length));
        return string.Join(' ', secrets.Select(secret =>
            $"v1,{Convert.ToBase64String(HMACSHA256.HashData(SecretText.KeyOf(secret)!, signed))}"));
    }
}

/// <summary>The text form of a secret: <c>whsec_</c> followed by 24 to 64 bytes in base64.</summary>
public static class SecretText
{
    /// <summary>Length in bytes of a secret that the service makes.</summary>
    public const int BytesMade = 32;

    /// <summary>The form of a secret, for error messages.</summary>
    public const string Rule = "whsec_ and the base64 of 24 to 64 bytes";

    private const string Prefix = "whsec_";
    private const int BytesMin = 24;
    private const int BytesMax = 64;

    /// <summary>The text of a signing key.</summary>
    public static string Of(ReadOnlySpan<byte> key) => Prefix + Convert.ToBase64String(key);

    /// <summary>The signing key; null when the text is not a secret.</summary>
    public static byte[]? KeyOf(string? text)
    {
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        Span<byte> key = stackalloc byte[BytesMax + 2];
        return Convert.TryFromBase64Chars(text.AsSpan(Prefix.Length), key, out var length) && length is >= BytesMin and <= BytesMax
            ? key[..length].ToArray()
            : null;
    }
}
