using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ledger.EventLog;

/// <summary>
/// The id of an event is computed from its place in its stream, so that a repeated message about the event has the same id.
/// </summary>
public static class EventId
{
    /// <summary>A UUID of version 8 (RFC 9562) from SHA-256 over tenant, stream and version in decimal, separated by zero bytes.</summary>
    public static Guid Of(string tenant, string streamId, long version)
    {
        var length = Encoding.UTF8.GetMaxByteCount(tenant.Length) + Encoding.UTF8.GetMaxByteCount(streamId.Length) + 22;
        Span<byte> text = length <= 1024 ? stackalloc byte[length] : new byte[length];
        var end = Encoding.UTF8.GetBytes(tenant, text);
        text[end++] = 0;
        end += Encoding.UTF8.GetBytes(streamId, text[end..]);
        text[end++] = 0;
        version.TryFormat(text[end..], out var digits, provider: CultureInfo.InvariantCulture);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..(end + digits)], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
