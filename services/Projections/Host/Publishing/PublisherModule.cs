using JasperFx.Events.Daemon;
using Marten;
using Marten.Events.Daemon.HighWater;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ledger.Projections.Host.Publishing;

/// <summary>What a host with a bus adds to send events out.</summary>
public static class PublisherModule
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StandBy = TimeSpan.FromSeconds(1);

    /// <summary>Has the host run Marten's async daemon with the publisher, while no other host does. Needs a TimeProvider and the
    /// bus.</summary>
    /// <param name="marten">The host's Marten.</param>
    /// <param name="types">Which events; with none there is no publisher.</param>
    public static void AddPublisher(this MartenServiceCollectionExtensions.MartenConfigurationExpression marten, PublishedTypes types)
    {
        ArgumentNullException.ThrowIfNull(marten);
        ArgumentNullException.ThrowIfNull(types);
        if (types.Names.Count == 0) return;
        marten.Services.AddSingleton(types);
        marten.Services.ConfigureMarten((services, options) =>
        {
            options.Projections.LeadershipPollingTime = (int)StandBy.TotalMilliseconds;
            // In place of Marten's own, which is the inner one without a pause.
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
