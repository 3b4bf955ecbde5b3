using Npgsql;

namespace Ledger.Hosting;

/// <summary>Sessions with settings and locks of their own, which the pool takes back as they are.</summary>
public static class Sessions
{
    /// <summary>Gives a session back to the pool without them.</summary>
    public static async ValueTask GiveBackAsync(NpgsqlConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        try
        {
            await using var command = new NpgsqlCommand("reset all; select pg_advisory_unlock_all()", connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
        {
            // The session has ended, and its settings and locks with it.
        }

        await connection.DisposeAsync();
    }
}
