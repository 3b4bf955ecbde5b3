using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>Creates the writer's state tables; safe to run again.</summary>
public static class StateSchema
{
    // Any number that no one else locks: two processes that start at once create the tables one after the other.
    private const long Lock = 0x4C656467_53746174;

    private static readonly string[] Files = ["0001_state_tables.sql", "0002_spending_tables.sql"];

    public static async Task CreateAsync(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var locking = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = Lock } } })
        {
            await locking.ExecuteNonQueryAsync(ct);
        }

        foreach (var file in Files)
        {
            await using var command = new NpgsqlCommand(await SqlAsync(file, ct), connection);
            await command.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
    }

    private static async Task<string> SqlAsync(string file, CancellationToken ct)
    {
        await using var resource = typeof(StateSchema).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"{file} is not in the assembly.");
        using var reader = new StreamReader(resource);
        return await reader.ReadToEndAsync(ct);
    }
}
