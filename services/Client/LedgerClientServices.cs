using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Ledger.Client;

/// <summary>Adds the client to a host's services.</summary>
public static class LedgerClientServices
{
    private const string Name = "Ledger.Client";

    /// <summary>Adds one <see cref="LedgerClient"/> for the whole process, so that every part of the process reads what any part
    /// wrote.</summary>
    /// <returns>The builder of its HttpClient, for further handlers.</returns>
    public static IHttpClientBuilder AddLedgerClient(this IServiceCollection services, Action<LedgerClientOptions> configure)
    {
        services.AddOptions<LedgerClientOptions>().Configure(configure);
        services.AddSingleton(provider => new LedgerClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(Name),
            provider.GetRequiredService<IOptions<LedgerClientOptions>>().Value));
        return services.AddSender(Name, provider => provider.GetRequiredService<IOptions<LedgerClientOptions>>().Value);
    }

    /// <summary>Adds <see cref="LedgerClients"/>, for a process that uses the keys of many people or systems.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets all options except the key.</param>
    /// <returns>The builder of their HttpClient, for further handlers.</returns>
    public static IHttpClientBuilder AddLedgerClients(
        this IServiceCollection services, Action<LedgerClientOptions, IServiceProvider> configure)
    {
        services.AddOptions<LedgerClientOptions>(LedgerClients.Name).Configure(configure);
        services.AddSingleton<LedgerClients>();
        return services.AddSender(
            LedgerClients.Name, provider => provider.GetRequiredService<IOptionsMonitor<LedgerClientOptions>>().Get(LedgerClients.Name));
    }

    private static IHttpClientBuilder AddSender(
        this IServiceCollection services, string name, Func<IServiceProvider, LedgerClientOptions> optionsOf)
    {
        var builder = services.AddHttpClient(name)
            .UseSocketsHttpHandler((handler, _) => handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        Resending.AddTo(builder, optionsOf);
        return builder;
    }
}
