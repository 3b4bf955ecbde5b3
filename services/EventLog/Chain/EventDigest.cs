using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Ledger.EventLog.Canonical;

namespace Ledger.EventLog.Chain;

/// <summary>
/// SHA-256 over the columns of one event, each preceded by its length (CHAIN.md). The position is not among these columns: the batch's
/// digest covers it, so that an event can be hashed before its position is known.
/// </summary>
internal sealed class EventDigest
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);
    private readonly ByteBuffer fields = new();

    public void Begin() => fields.Clear();

    public void Bytes(ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteInt32BigEndian(fields.Take(4), value.Length);
        fields.Append(value);
    }

    /// <summary>Hashes a null, whose length is −1, so that it differs from an empty value.</summary>
    public void Null() => BinaryPrimitives.WriteInt32BigEndian(fields.Take(4), -1);

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt32BigEndian(fields.Take(4), 8);
        BinaryPrimitives.WriteInt64BigEndian(fields.Take(8), value);
    }

    public void Boolean(bool value) => Bytes([value ? (byte)1 : (byte)0]);

    public void Uuid(Guid value)
    {
        BinaryPrimitives.WriteInt32BigEndian(fields.Take(4), 16);
        value.TryWriteBytes(fields.Take(16), bigEndian: true, out _);
    }

    public void Text(string? value)
    {
        if (value is null)
        {
            Null();
            return;
        }

        if (value.Contains('\0', StringComparison.Ordinal)) throw new ArgumentException("A text with a zero character cannot be stored.");
        var length = Utf8.GetByteCount(value);
        BinaryPrimitives.WriteInt32BigEndian(fields.Take(4), length);
        Utf8.GetBytes(value, fields.Take(length));
    }

    public void End(Span<byte> digest) => SHA256.HashData(fields.Written, digest);
}
