using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Projections.Host;

/// <summary>What a host with a bus adds to send events out.</summary>
public static class PublisherModule
{
    /// <summary>Needs an NpgsqlDataSource, an EventStore and the bus.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="types">Which events; with none there is no publisher.</param>
    public static IServiceCollection AddPublisher(this IServiceCollection services, PublishedTypes types)
    {
        ArgumentNullException.ThrowIfNull(types);
        if (types.Names.Count == 0) return services;
        return services.AddSingleton(types).AddHostedService<Publisher>();
    }
}
