using Ledger.Projections.Host.Schema;
using Npgsql;

namespace Ledger.Projections.Host.Tailing;

/// <summary>
/// Drops generations that are no longer read, while the tailer is idle. A generation that a long query still reads is tried again later.
/// </summary>
internal sealed class Housekeeping(TimeProvider time)
{
    private const string LockNotAvailable = "55P03";
    private static readonly TimeSpan TryEvery = TimeSpan.FromSeconds(5);

    private bool isNeeded = true;
    private long triedAt;

    /// <summary>Notes that there may be something to drop.</summary>
    public void Ask()
    {
        isNeeded = true;
        triedAt = 0;
    }

    public async Task RunAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (!isNeeded || (triedAt != 0 && time.GetElapsedTime(triedAt) < TryEvery)) return;
        triedAt = time.GetTimestamp();
        isNeeded = !await TidyAsync(connection, ct);
    }

    /// <summary>Drops what it can; false when something is left.</summary>
    private static async Task<bool> TidyAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        // An older version of this code may still run and read its own generation; it does while its lease is held.
        foreach (var shape in await ProjectionSchema.OlderShapesAsync(connection, ct))
        {
            await ProjectionSchema.ForgetShapeAsync(connection, shape, ct);
        }
        foreach (var orphan in await ProjectionSchema.OrphansAsync(connection, ct))
        {
            try
            {
                await ProjectionSchema.DropAsync(connection, orphan, ct);
            }
            catch (PostgresException busy) when (busy.SqlState == LockNotAvailable)
            {
                return false;
            }
        }

        return (await ProjectionSchema.OlderShapesAsync(connection, ct)).Count == 0;
    }
}
