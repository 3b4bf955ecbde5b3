namespace Ledger.EventLog;

/// <summary>Which events of the log a reader wants.</summary>
/// <param name="Tenant">The tenant whose events.</param>
/// <param name="Types">Their stored aliases; null: all.</param>
public sealed record EventFilter(string Tenant, IReadOnlyList<string>? Types);

/// <summary>What a filter lets through of a stretch of the log.</summary>
/// <param name="Events">In the order of their positions.</param>
/// <param name="Position">Up to and with this position no further event passes the filter: the reader goes on after it.</param>
/// <param name="Head">The last position of the log when it was looked at.</param>
public sealed record FilteredEvents(IReadOnlyList<StoredEvent> Events, long Position, long Head)
{
    /// <summary>The log ended there.</summary>
    public bool IsAtEnd => Position >= Head;
}
