using Npgsql;

namespace Ledger.Projections.Host;

/// <summary>Drops generations that nobody reads any more. What a long query still holds is left for the next time.</summary>
internal static class Housekeeping
{
    private const string LockNotAvailable = "55P03";

    public static async Task RunAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await ForgetOlderShapesAsync(connection, ct);
        foreach (var orphan in await ProjectionSchema.OrphansAsync(connection, ct))
        {
            try
            {
                await ProjectionSchema.DropAsync(connection, orphan, ct);
            }
            catch (PostgresException busy) when (busy.SqlState == LockNotAvailable)
            {
                return;
            }
        }
    }

    /// <summary>An older version of this code may still run and read its own generation; it does as long as its lease is taken.</summary>
    private static async Task ForgetOlderShapesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var shape in await ProjectionSchema.OlderShapesAsync(connection, ct)) await ProjectionSchema.ForgetShapeAsync(connection, shape, ct);
    }
}
