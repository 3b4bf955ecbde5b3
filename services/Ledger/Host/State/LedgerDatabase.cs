using Ledger.EventLog.Storage;
using Ledger.Hosting;
using Ledger.Keys;
using Marten;
using Npgsql;

namespace Ledger.Host.State;

/// <summary>The whole schema of Ledger's database: Marten's tables, the log's, the writer's state tables and the API keys.</summary>
public static class LedgerDatabase
{
    /// <summary>The schema that this build needs, for a store that is configured like the service's own.</summary>
    public static DatabaseSchema Schema(IDocumentStore store) => new(store,
    [
        .. Migration.EmbeddedIn(typeof(LedgerDatabase).Assembly),
        .. Migration.EmbeddedIn(typeof(KeyTable).Assembly),
    ]);

    /// <summary>Brings a database to this build's schema; returns what was done.</summary>
    /// <inheritdoc cref="DatabaseSchema.ApplyAsync" path="/exception"/>
    public static async Task<IReadOnlyList<string>> ApplyAsync(NpgsqlDataSource dataSource, CancellationToken ct = default)
    {
        await using var store = LedgerStore.Open(dataSource);
        return await Schema(store).ApplyAsync(ct);
    }

    /// <summary>The differences from the schema that this build needs; empty when it can run.</summary>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(NpgsqlDataSource dataSource, CancellationToken ct = default)
    {
        await using var store = LedgerStore.Open(dataSource);
        return await Schema(store).DifferencesAsync(ct);
    }
}
