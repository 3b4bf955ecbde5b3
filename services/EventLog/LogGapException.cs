namespace Ledger.EventLog;

/// <summary>A position that must have an event has none. The log never leaves gaps, so somebody deleted the event in the
/// database.</summary>
public sealed class LogGapException(long position) : Exception($"The log has no event at position {position}, although it goes on "
    + $"after it.")
{
    /// <summary>The first position that is missing.</summary>
    public long Position { get; } = position;
}
