using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Ledger.EventLog.Chain;

/// <summary>Computes the digest of a batch from its events' digests, and the chain from the batches' digests. The append computes the same
/// in SQL.</summary>
internal static class HashChain
{
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>The chain value of the empty log.</summary>
    public static byte[] Genesis => SHA256.HashData("Ledger.EventLog chain 1"u8);

    public static byte[] Batch(long firstPosition, ReadOnlySpan<byte> eventDigests)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, firstPosition);
        hash.AppendData(number);
        BinaryPrimitives.WriteInt64BigEndian(number, eventDigests.Length / Size);
        hash.AppendData(number);
        hash.AppendData(eventDigests);
        return hash.GetHashAndReset();
    }

    public static byte[] Next(ReadOnlySpan<byte> chain, ReadOnlySpan<byte> batchDigest) => SHA256.HashData([.. chain, .. batchDigest]);
}
