namespace Ledger.EventLog;

/// <summary>The last position of the log and the chain's value there. A head published elsewhere can prove the log later.</summary>
public sealed record LogHead(long Position, byte[] Chain);
