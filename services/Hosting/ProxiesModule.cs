using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Ledger.Hosting;

/// <summary>
/// Behind proxies a request comes from the last of them, and over http where that one ends TLS. What proxies say of the caller in
/// <c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c> and <c>X-Forwarded-Host</c> is taken from those that are known and from nobody else.
/// </summary>
public static class ProxiesModule
{
    /// <summary>Before everything that looks at how a request came in.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="proxies">Where the proxies are; none: nobody's word is taken.</param>
    public static void UseProxies(this IApplicationBuilder app, IReadOnlyList<IPNetwork> proxies)
    {
        ArgumentNullException.ThrowIfNull(proxies);
        if (proxies.Count == 0) return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // However many there are one behind the other: the first that is not known ends it.
            ForwardLimit = null,
        };
        // What is known without a word of ours: this machine.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies) options.KnownIPNetworks.Add(proxy);
        app.UseForwardedHeaders(options);
    }
}
