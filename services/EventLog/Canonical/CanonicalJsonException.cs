namespace Ledger.EventLog.Canonical;

/// <summary>JSON that the log refuses: not well-formed, not storable, or ambiguous.</summary>
public sealed class CanonicalJsonException(string message) : FormatException(message);
