using System.Buffers.Binary;

namespace Ledger.Webhooks.Domain;

/// <summary>
/// The rules for addresses of deliveries. An integrator names the address, and the service runs inside the operator's network; without
/// these rules a webhook could reach internal services (server-side request forgery).
/// </summary>
public static class EndpointAddress
{
    private const int UrlLengthMax = 2048;

    // Networks that are not globally reachable: RFC 6890 and later registrations at IANA.
    private static readonly (uint Network, int Length)[] Reserved =
    [
        (0x00000000, 8), // this network
        (0x0A000000, 8), // private
        (0x64400000, 10), // shared by carriers
        (0x7F000000, 8), // loopback
        (0xA9FE0000, 16), // link-local, with the metadata of clouds
        (0xAC100000, 12), // private
        (0xC0000000, 24), // IETF protocols
        (0xC0000200, 24), // documentation
        (0xC0586300, 24), // 6to4 relays, retired
        (0xC0A80000, 16), // private
        (0xC6120000, 15), // benchmarks
        (0xC6336400, 24), // documentation
        (0xCB007100, 24), // documentation
        (0xE0000000, 4), // multicast
        (0xF0000000, 4), // reserved, with broadcast
    ];

    /// <summary>A sentence that says why a text cannot be the URL of a webhook; null when it can.</summary>
    public static string? FaultOf(string? url)
    {
        if (url is not { Length: > 0 and <= UrlLengthMax }) return $"A URL has 1 to {UrlLengthMax} characters.";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            return "A URL is absolute and begins with https:// (or http://, where the service's settings allow the address).";
        }

        if (address.UserInfo.Length > 0) return "A URL holds no user and no password; deliveries are signed.";
        return address.Fragment.Length > 0 ? "A URL has no fragment." : null;
    }

    /// <summary>Whether an address is globally reachable, so that a delivery to it reaches nothing internal.</summary>
    /// <param name="address">4 bytes of IPv4 or 16 of IPv6, in network order.</param>
    public static bool IsPublic(ReadOnlySpan<byte> address) => address.Length switch
    {
        4 => IsPublic(BinaryPrimitives.ReadUInt32BigEndian(address)),
        16 => IsPublic6(address),
        _ => false,
    };

    private static bool IsPublic(uint address) =>
        !Array.Exists(Reserved, one => (address ^ one.Network) >> (32 - one.Length) == 0);

    private static bool IsPublic6(ReadOnlySpan<byte> address)
    {
        var (first, second) = (BinaryPrimitives.ReadUInt16BigEndian(address), BinaryPrimitives.ReadUInt16BigEndian(address[2..]));
        // An IPv4 address embedded in IPv6 is judged as IPv4: mapped, translated (64:ff9b::/96), 6to4.
        if (address[..10].IndexOfAnyExcept((byte)0) < 0 && address[10] == 0xFF && address[11] == 0xFF) return IsPublic(address[12..]);
        if (first == 0x0064 && second == 0xFF9B) return address[4..12].IndexOfAnyExcept((byte)0) < 0 && IsPublic(address[12..]);
        if (first == 0x2002) return IsPublic(address[2..6]);
        // Global unicast, without the ranges that IANA reserves for protocols (Teredo included), documentation and segment routing.
        return first is >= 0x2000 and <= 0x3FFF
            && !(first == 0x2001 && (second < 0x0200 || second == 0x0DB8))
            && !(first == 0x3FFF && second < 0x1000);
    }
}
