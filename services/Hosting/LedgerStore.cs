using Ledger.Contracts.V1;
using Ledger.EventLog;
using Ledger.Webhooks.Domain;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Ledger.Hosting;

/// <summary>Marten as every part of Ledger uses it, in a host and outside of one.</summary>
public static class LedgerStore
{
    /// <summary>Adds Marten on the host's NpgsqlDataSource.</summary>
    public static MartenServiceCollectionExtensions.MartenConfigurationExpression AddLedgerStore(this IServiceCollection services) =>
        services.AddMarten(Configure).UseNpgsqlDataSource();

    /// <summary>A store outside of a host. The data source stays its owner's.</summary>
    public static DocumentStore Open(NpgsqlDataSource dataSource) => DocumentStore.For(options =>
    {
        options.Connection(dataSource);
        Configure(options);
    });

    // Documents hold configuration. Each belongs to a program, as streams do, and is changed only by who has seen its last version.
    private static void Configure(StoreOptions options)
    {
        options.UseLog(new LogContract(EventNames.All, Wire.Configure));
        options.Schema.For<Webhook>().DocumentAlias("webhook").MultiTenanted()
            .UseOptimisticConcurrency(true).Metadata(metadata => metadata.Version.MapTo(webhook => webhook.Revision));
        options.Schema.For<WebhookProgress>().DocumentAlias("webhook_progress").MultiTenanted()
            .UseOptimisticConcurrency(true).Metadata(metadata => metadata.Version.MapTo(progress => progress.Revision));
        // Whoever says it last has said it.
        options.Schema.For<Letterhead>().DocumentAlias("letterhead").MultiTenanted();
    }
}
