using JasperFx.Events.Daemon;
using Marten;
using Marten.Events.Daemon.HighWater;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ledger.Projections.Host.Publishing;

/// <summary>Registers the publisher of events in a host with a bus.</summary>
public static class PublisherModule
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StandBy = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Runs Marten's async daemon with the publisher in this host, unless another host runs it. Needs a registered TimeProvider and bus.
    /// </summary>
    /// <param name="marten">The host's Marten.</param>
    /// <param name="types">The event types to publish; empty: no publisher is registered.</param>
    public static void AddPublisher(this MartenServiceCollectionExtensions.MartenConfigurationExpression marten, PublishedTypes types)
    {
        ArgumentNullException.ThrowIfNull(marten);
        ArgumentNullException.ThrowIfNull(types);
        if (types.Names.Count == 0) return;
        marten.Services.AddSingleton(types);
        marten.Services.ConfigureMarten((services, options) =>
        {
            options.Projections.LeadershipPollingTime = (int)StandBy.TotalMilliseconds;
            // Replaces Marten's own wake-up, which wakes after every append without a pause.
            options.Events.UseListenNotifyForEventAppends = false;
            options.Projections.Wakeup = new PacedWakeup(
                new PostgresqlListenWakeup(services.GetRequiredService<NpgsqlDataSource>(),
                    services.GetRequiredService<ILogger<Publisher>>()),
                Pause,
                services.GetRequiredService<TimeProvider>());
        });
        marten.AddAsyncDaemon(DaemonMode.HotCold).AddSubscriptionWithServices<Publisher>(ServiceLifetime.Singleton);
    }
}
