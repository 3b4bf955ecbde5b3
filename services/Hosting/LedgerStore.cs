using Ledger.Contracts.V1;
using Ledger.EventLog;
using Ledger.Webhooks.Domain;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Ledger.Hosting;

/// <summary>Marten with the configuration of all parts of Ledger, within a host and outside of one.</summary>
public static class LedgerStore
{
    /// <summary>Adds Marten on the host's NpgsqlDataSource.</summary>
    public static MartenServiceCollectionExtensions.MartenConfigurationExpression AddLedgerStore(this IServiceCollection services) =>
        services.AddMarten(Configure).UseNpgsqlDataSource();

    /// <summary>Opens a store outside of a host. The caller still owns the data source and disposes it.</summary>
    public static DocumentStore Open(NpgsqlDataSource dataSource) => DocumentStore.For(options =>
    {
        options.Connection(dataSource);
        Configure(options);
    });

    // Documents hold configuration. Each belongs to a program, as streams do, and is changed with optimistic concurrency.
    private static void Configure(StoreOptions options)
    {
        options.UseLog(new LogContract(EventNames.All, Wire.Configure));
        options.Schema.For<Webhook>().DocumentAlias("webhook").MultiTenanted()
            .UseOptimisticConcurrency(true).Metadata(metadata => metadata.Version.MapTo(webhook => webhook.Revision));
        options.Schema.For<WebhookProgress>().DocumentAlias("webhook_progress").MultiTenanted()
            .UseOptimisticConcurrency(true).Metadata(metadata => metadata.Version.MapTo(progress => progress.Revision));
        // No optimistic concurrency: the last write wins.
        options.Schema.For<Letterhead>().DocumentAlias("letterhead").MultiTenanted();
    }
}
