using Npgsql;

namespace Ledger.Hosting;

/// <summary>Tells what a retry can cure from what it cannot, the same for every caller of the database.</summary>
public static class DatabaseFaults
{
    /// <summary>
    /// Whether the database did not answer, was short of something or asked for a retry: a lost connection or a time-out, or PostgreSQL's
    /// classes 08 (connection), 53 (resources) and 57 (operator intervention), 40001 (serialization) and 40P01 (deadlock). Anything else
    /// would fail again.
    /// </summary>
    public static bool IsOutage(Exception failure) => failure switch
    {
        PostgresException { SqlState: ['0', '8', ..] or ['5', '3', ..] or ['5', '7', ..] or "40001" or "40P01" } => true,
        PostgresException => false,
        NpgsqlException or TimeoutException or IOException => true,
        _ => false,
    };
}
