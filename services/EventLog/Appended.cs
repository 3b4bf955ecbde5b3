namespace Ledger.EventLog;

/// <summary>The positions that an append took; they are contiguous.</summary>
public sealed record Appended(long FirstPosition, long LastPosition);
