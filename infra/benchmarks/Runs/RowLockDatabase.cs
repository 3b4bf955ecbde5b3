using System.Reflection;
using Npgsql;

namespace Ledger.Bench.Runs;

/// <summary>A database with the tables of a conventional implementation.</summary>
internal static class RowLockDatabase
{
    /// <summary>Creates the database; repeated statements are prepared automatically.</summary>
    /// <param name="name">The database.</param>
    /// <param name="script">The embedded script that creates its tables.</param>
    /// <param name="poolMax">The most connections of the pool.</param>
    public static async Task<NpgsqlDataSource> CreateAsync(Servers servers, string name, string script, int poolMax)
    {
        var builder = new NpgsqlDataSourceBuilder(await servers.CreateDatabaseAsync(name));
        builder.ConnectionStringBuilder.MaxAutoPrepare = 32;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        builder.ConnectionStringBuilder.MaxPoolSize = poolMax;
        // As in the service: connections leave no session state that a reset would clear, and a reset costs as much as a statement.
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        var database = builder.Build();
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(script)!);
        await using var create = database.CreateCommand(await reader.ReadToEndAsync());
        await create.ExecuteNonQueryAsync();
        return database;
    }
}
