using System.Data;
using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>A snapshot of the database that several sessions share, so that several results can be read side by side.</summary>
internal sealed class SharedSnapshot : IAsyncDisposable
{
    private readonly NpgsqlDataSource dataSource;
    private readonly NpgsqlConnection first;
    private readonly NpgsqlTransaction transaction;
    private readonly string name;
    private readonly List<NpgsqlConnection> sessions = [];

    private SharedSnapshot(NpgsqlDataSource dataSource, NpgsqlConnection first, NpgsqlTransaction transaction, string name)
    {
        this.dataSource = dataSource;
        this.first = first;
        this.transaction = transaction;
        this.name = name;
    }

    public static async Task<SharedSnapshot> TakeAsync(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        var first = await dataSource.OpenConnectionAsync(ct);
        try
        {
            var transaction = await first.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            await using var export = new NpgsqlCommand("select pg_export_snapshot()", first);
            return new SharedSnapshot(dataSource, first, transaction, (string)(await export.ExecuteScalarAsync(ct))!);
        }
        catch
        {
            await first.DisposeAsync();
            throw;
        }
    }

    /// <summary>The log's last position in the snapshot; 0 without a head.</summary>
    public async Task<long> HeadAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select position from ledger_log_head", first);
        return await command.ExecuteScalarAsync(ct) is long position ? position : 0;
    }

    /// <summary>Opens another session on the same snapshot. It is disposed with the snapshot.</summary>
    public async Task<NpgsqlConnection> SessionAsync(CancellationToken ct)
    {
        var session = await dataSource.OpenConnectionAsync(ct);
        sessions.Add(session);
        // Writing goes on meanwhile, so no query uses parallel workers. Each is planned for the current sizes of the tables, not by a
        // cached generic plan.
        await using var begin = new NpgsqlCommand(
            $"begin isolation level repeatable read read only; set transaction snapshot '{name}'; set local work_mem = '32MB'; "
                + "set local jit = off; set local max_parallel_workers_per_gather = 0; set local plan_cache_mode = force_custom_plan",
            session);
        await begin.ExecuteNonQueryAsync(ct);
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in sessions)
        {
            // The pool also rolls back, but only when the session is reused; until then the transaction would stay open.
            if (session.State == ConnectionState.Open)
            {
                await using var end = new NpgsqlCommand("rollback", session);
                await end.ExecuteNonQueryAsync();
            }

            await session.DisposeAsync();
        }

        await transaction.DisposeAsync();
        await first.DisposeAsync();
    }
}
