using System.Security.Cryptography;

namespace Ledger.Domain.Orders;

/// <summary>How the contents of facts and commands become hashes, which tell a repeat from a conflict (domain.md §2).</summary>
internal static class ContentDigest
{
    private const int BytesKept = 16;

    // A quotient by 1 with the most decimals that a decimal can have has no trailing zeros.
    private const decimal One = 1.0000000000000000000000000000m;

    /// <summary>The first 128 bits of SHA-256 over a content, in hexadecimal.</summary>
    public static string Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Convert.ToHexStringLower(hash[..BytesKept]);
    }

    /// <summary>A number without trailing zeros, so that 1.50 and 1.5 are the same content.</summary>
    public static decimal ByValue(decimal number) => number / One;
}
