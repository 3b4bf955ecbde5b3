using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Ledger.Hosting;

/// <summary>
/// Behind proxies a request comes from the last proxy, over http where that proxy ends TLS. The headers <c>X-Forwarded-For</c>,
/// <c>X-Forwarded-Proto</c> and <c>X-Forwarded-Host</c> give the original caller; they are trusted only from known proxies.
/// </summary>
public static class ProxiesModule
{
    /// <summary>Call this before all middleware that uses the caller's address, scheme or host.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="proxies">The networks of the known proxies; empty: the headers are ignored.</param>
    public static void UseProxies(this IApplicationBuilder app, IReadOnlyList<IPNetwork> proxies)
    {
        ArgumentNullException.ThrowIfNull(proxies);
        if (proxies.Count == 0) return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // No limit on the number of proxies in a row: the first unknown one ends the chain.
            ForwardLimit = null,
        };
        // Removes the default, which trusts this machine.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies) options.KnownIPNetworks.Add(proxy);
        app.UseForwardedHeaders(options);
    }
}
