namespace Ledger.EventLog;

/// <summary>A position that must hold an event holds none. The log never leaves gaps, so an event was removed behind its back.</summary>
public sealed class LogGapException(long position) : Exception($"The log has no event at position {position}, although it goes on "
    + $"after it.")
{
    /// <summary>The first position that is missing.</summary>
    public long Position { get; } = position;
}
