namespace Ledger.EventLog;

/// <summary>Times in microseconds, PostgreSQL's precision. Finer digits are cut before anything is hashed or written.</summary>
internal static class Microseconds
{
    /// <summary>From PostgreSQL's epoch, 2000-01-01, to Unix's.</summary>
    public const long PostgresEpoch = 946_684_800_000_000;

    public static DateTime Truncate(DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc);

    public static long SinceUnixEpoch(DateTime truncated) => (truncated.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
