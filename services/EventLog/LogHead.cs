namespace Ledger.EventLog;

/// <summary>The last position of the log and the hash chain up to it. Published elsewhere, it proves the log later.</summary>
public sealed record LogHead(long Position, byte[] Chain);
