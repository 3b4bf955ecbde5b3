using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Ledger.Client;

/// <summary>The client in a host.</summary>
public static class LedgerClientServices
{
    private const string Name = "Ledger.Client";

    /// <summary>Adds a <see cref="LedgerClient"/>, one for the whole process, so that all of it reads what any of it wrote.</summary>
    /// <returns>The builder of its HttpClient, for further handlers.</returns>
    public static IHttpClientBuilder AddLedgerClient(this IServiceCollection services, Action<LedgerClientOptions> configure)
    {
        services.AddOptions<LedgerClientOptions>().Configure(configure);
        services.AddSingleton(provider => new LedgerClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(Name),
            provider.GetRequiredService<IOptions<LedgerClientOptions>>().Value));
        var builder = services.AddHttpClient(Name)
            .UseSocketsHttpHandler((handler, _) => handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        builder.AddResilienceHandler("ledger", (pipeline, context) =>
            Resending.Configure(pipeline, context.ServiceProvider.GetRequiredService<IOptions<LedgerClientOptions>>().Value));
        return builder;
    }
}
