using System.Net;
using System.Net.Sockets;
using Ledger.Webhooks.Domain;

namespace Ledger.Webhooks.Host;

/// <summary>
/// Resolves a host's addresses and returns those that deliveries may go to. This is checked when a webhook is registered and again for
/// every connection, so that a name cannot be changed to a forbidden address in between (DNS rebinding).
/// </summary>
internal sealed class AllowedAddresses(WebhooksOptions options)
{
    /// <summary>Why deliveries to a URL are impossible now; null when they are possible.</summary>
    public async Task<string?> FaultOfAsync(Uri url, CancellationToken ct)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(url.IdnHost, ct);
        }
        catch (SocketException)
        {
            return $"The name {url.IdnHost} has no address.";
        }

        if (Array.TrueForAll(addresses, address => IsAllowed(address, url.Scheme))) return null;
        return url.Scheme == Uri.UriSchemeHttps
            ? $"{url.IdnHost} has an address that is not public, and the service's settings do not allow it."
            : $"{url.IdnHost} is not in a network that the service's settings allow; anywhere else deliveries go over https.";
    }

    /// <summary>The addresses of a host to which a connection is allowed.</summary>
    /// <exception cref="AddressRefusedException">No address of the host is allowed.</exception>
    public async Task<IPAddress[]> OfAsync(string host, string scheme, CancellationToken ct)
    {
        var allowed = Array.FindAll(await Dns.GetHostAddressesAsync(host, ct), address => IsAllowed(address, scheme));
        return allowed.Length > 0 ? allowed : throw new AddressRefusedException(host);
    }

    private bool IsAllowed(IPAddress address, string scheme)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return options.Networks.Any(network => network.Contains(plain))
            || (scheme == Uri.UriSchemeHttps && EndpointAddress.IsPublic(plain.GetAddressBytes()));
    }
}

/// <summary>A host has no address that deliveries may go to.</summary>
internal sealed class AddressRefusedException(string host) : Exception($"{host} has no address that deliveries may go to.");
