using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>Creates the writer's state tables; safe to run again.</summary>
public static class StateSchema
{
    // Any number that no one else locks: two processes that start at once create the tables one after the other.
    private const long Lock = 0x4C656467_53746174;

    public static async Task CreateAsync(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        await using var resource = typeof(StateSchema).Assembly.GetManifestResourceStream("0001_state_tables.sql")
            ?? throw new InvalidOperationException("The schema is not in the assembly.");
        using var reader = new StreamReader(resource);
        var sql = await reader.ReadToEndAsync(ct);
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var locking = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = Lock } } })
        {
            await locking.ExecuteNonQueryAsync(ct);
        }

        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
