using Ledger.Contracts.V1.Answers;
using Ledger.Projections.Host.Schema;
using Npgsql;

namespace Ledger.Projections.Host.Tailing;

/// <summary>
/// The last requested rebuild, stored in the database: any process may request one, and the active tailer carries it out.
/// </summary>
internal sealed class RebuildStore(NpgsqlDataSource target)
{
    private static string Mine => $"shape = {ProjectionSchema.Shape}";

    /// <summary>Requests a rebuild; does nothing while one is requested or running.</summary>
    public Task RequestAsync(CancellationToken ct) => ExecuteAsync(
        $"update projections.rebuild set state = 'requested', generation = null, done = 0, total = 0, per_second = 0, changed_at = "
        + $"now() where state not in ('requested', 'running') and {Mine}", ct);

    /// <summary>Whether a rebuild is requested or running, and the generation that another process began for it, if any.</summary>
    public async Task<(bool Wanted, int? Generation)> WantedAsync(CancellationToken ct)
    {
        await using var command = target.CreateCommand(
            $"select generation from projections.rebuild where state in ('requested', 'running') and {Mine}");
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return (false, null);
        return (true, reader.IsDBNull(0) ? null : reader.GetInt32(0));
    }

    public Task FailedAsync(CancellationToken ct) =>
        ExecuteAsync($"update projections.rebuild set state = 'failed', generation = null, changed_at = now() where {Mine}", ct);

    public async Task ProgressAsync(long done, long total, double perSecond, CancellationToken ct)
    {
        await using var command = target.CreateCommand(
            $"update projections.rebuild set done = $1, total = $2, per_second = $3, changed_at = now() where {Mine}");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = done });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = total });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = perSecond });
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<RebuildStatus> ReadAsync(CancellationToken ct)
    {
        await using var command = target.CreateCommand($"select state, done, total, per_second from projections.rebuild where {Mine}");
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new RebuildStatus(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetDouble(3));
    }

    private async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var command = target.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }
}
