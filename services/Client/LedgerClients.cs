using Microsoft.Extensions.Options;

namespace Ledger.Client;

/// <summary>Makes clients that use different keys and share connections.</summary>
/// <param name="http">Makes the clients' HttpClients.</param>
/// <param name="options">The options that all clients share.</param>
public sealed class LedgerClients(IHttpClientFactory http, IOptionsMonitor<LedgerClientOptions> options)
{
    internal const string Name = "Ledger.Clients";

    /// <summary>Makes a client for one key. It is cheap enough to be made for one request.</summary>
    /// <param name="key">The API key, or another token that the service accepts.</param>
    public LedgerClient For(string key) => new(http.CreateClient(Name), options.Get(Name).With(key));
}
