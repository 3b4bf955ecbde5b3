namespace Ledger.EventLog;

/// <summary>An event as it is stored in the log. <paramref name="Data"/> and <paramref name="Headers"/> are UTF-8 JSON as PostgreSQL prints
/// it.</summary>
public sealed record StoredEvent(
    long Position,
    Guid Id,
    string Tenant,
    string StreamId,
    long Version,
    string Type,
    string DotNetType,
    byte[] Data,
    DateTimeOffset Timestamp,
    string? CorrelationId,
    string? CausationId,
    byte[]? Headers);
