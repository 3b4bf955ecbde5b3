using Npgsql;

namespace Ledger.Hosting;

/// <summary>
/// A lease on work that only one process does, such as the views or the webhooks. It is an advisory lock of a database session, so it ends
/// with the process that holds it. The lease only avoids duplicate work; correctness does not depend on it, because holders save with
/// compare-and-set.
/// </summary>
public sealed class Lease : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private Lease(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Acquires the lease; null when another process holds it.</summary>
    public static async Task<Lease?> TryTakeAsync(NpgsqlDataSource target, long key, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        var connection = await target.OpenConnectionAsync(ct);
        var isTaken = false;
        try
        {
            // With these the server notices within seconds that a holder's machine is gone.
            const string Keepalives = "set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3";
            await using (var settings = new NpgsqlCommand(Keepalives, connection))
            {
                await settings.ExecuteNonQueryAsync(ct);
            }

            await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = key });
            isTaken = (bool)(await command.ExecuteScalarAsync(ct))!;
            return isTaken ? new Lease(connection) : null;
        }
        finally
        {
            if (!isTaken) await GiveBackAsync(connection);
        }
    }

    /// <summary>Throws when the session has ended, and with it the lock.</summary>
    public async Task CheckAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select 1", connection);
        await command.ExecuteScalarAsync(ct);
    }

    /// <summary>The lease's own session, which its holder may use for periodic tasks.</summary>
    public NpgsqlConnection Connection => connection;

    public ValueTask DisposeAsync() => GiveBackAsync(connection);

    // The pool resets a session only at its next use; without this the lock would be held until then.
    private static async ValueTask GiveBackAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock_all()", connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
        {
            // The session has already ended, and its lock with it.
        }

        await connection.DisposeAsync();
    }
}
