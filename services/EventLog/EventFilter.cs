namespace Ledger.EventLog;

/// <summary>The events of the log that a reader wants.</summary>
/// <param name="Tenant">The tenant whose events are wanted.</param>
/// <param name="Types">Stored aliases of the wanted types; null: all types.</param>
public sealed record EventFilter(string Tenant, IReadOnlyList<string>? Types);

/// <summary>The events of a range of the log that pass a filter.</summary>
/// <param name="Events">In the order of their positions.</param>
/// <param name="Position">No further event passes the filter up to this position, inclusive: the reader continues after it.</param>
/// <param name="Head">The last position of the log at the time of reading.</param>
public sealed record FilteredEvents(IReadOnlyList<StoredEvent> Events, long Position, long Head)
{
    /// <summary>Whether the range reaches the end of the log.</summary>
    public bool IsAtEnd => Position >= Head;
}
