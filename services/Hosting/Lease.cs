using Npgsql;

namespace Ledger.Hosting;

/// <summary>
/// The right to be the one process that does some work, such as the views or the webhooks: a session's advisory lock, so it ends with the
/// process that holds it. It keeps two from doing the same work; that nothing goes wrong if they do is the part of what they write, which
/// is saved only if it still is as it was read.
/// </summary>
public sealed class Lease : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private Lease(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Takes the lease, or answers null when another process has it.</summary>
    public static async Task<Lease?> TryTakeAsync(NpgsqlDataSource target, long key, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        var connection = await target.OpenConnectionAsync(ct);
        var isTaken = false;
        try
        {
            // A holder whose machine is gone is found out by the server in seconds.
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

    /// <summary>Throws when the session, and with it the lock, is gone.</summary>
    public async Task CheckAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select 1", connection);
        await command.ExecuteScalarAsync(ct);
    }

    /// <summary>The lease's own session, for the housekeeping of its holder.</summary>
    public NpgsqlConnection Connection => connection;

    public ValueTask DisposeAsync() => GiveBackAsync(connection);

    // The pool resets a session only when somebody takes it again, and would keep the lock until then.
    private static async ValueTask GiveBackAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock_all()", connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
        {
            // The session has ended, and its lock with it.
        }

        await connection.DisposeAsync();
    }
}
