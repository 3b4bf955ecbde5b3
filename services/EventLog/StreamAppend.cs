namespace Ledger.EventLog;

/// <summary>Events for one stream, which must be at <paramref name="ExpectedVersion"/>; 0: the stream must not exist yet.</summary>
public sealed record StreamAppend(string Tenant, string StreamId, string StreamType, long ExpectedVersion, IReadOnlyList<NewEvent> Events);
