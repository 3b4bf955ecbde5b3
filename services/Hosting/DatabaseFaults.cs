using Npgsql;

namespace Ledger.Hosting;

/// <summary>Distinguishes database errors that a retry can cure from those that it cannot, in the same way for every caller.</summary>
public static class DatabaseFaults
{
    /// <summary>
    /// Whether the database did not answer, lacked resources or asked for a retry: a lost connection or a time-out, or PostgreSQL's classes
    /// 08 (connection), 53 (resources) and 57 (operator intervention), 40001 (serialization) and 40P01 (deadlock). Any other error would
    /// occur again.
    /// </summary>
    public static bool IsOutage(Exception failure) => failure switch
    {
        PostgresException { SqlState: ['0', '8', ..] or ['5', '3', ..] or ['5', '7', ..] or "40001" or "40P01" } => true,
        PostgresException => false,
        NpgsqlException or TimeoutException or IOException => true,
        _ => false,
    };
}
