using Microsoft.Extensions.Options;

namespace Ledger.Client;

/// <summary>Makes clients that show different keys and share their connections.</summary>
/// <param name="http">Makes their HttpClients.</param>
/// <param name="options">What all of them have in common.</param>
public sealed class LedgerClients(IHttpClientFactory http, IOptionsMonitor<LedgerClientOptions> options)
{
    internal const string Name = "Ledger.Clients";

    /// <summary>A client for one key: cheap, so that it may live as long as one request.</summary>
    /// <param name="key">The API key, or another token that the service takes.</param>
    public LedgerClient For(string key) => new(http.CreateClient(Name), options.Get(Name).With(key));
}
