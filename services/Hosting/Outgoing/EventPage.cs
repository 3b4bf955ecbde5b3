namespace Ledger.Hosting.Outgoing;

/// <summary>An event in the form in which it is published over HTTP.</summary>
/// <param name="Position">The event's position in the log.</param>
/// <param name="Id">The event's id.</param>
/// <param name="Type">The stored name of the event's type.</param>
/// <param name="Json">The CloudEvent, on one line.</param>
public sealed record OutgoingEvent(long Position, Guid Id, string Type, ReadOnlyMemory<byte> Json);

/// <summary>A page of a program's events.</summary>
/// <param name="Events">In the order of the log.</param>
/// <param name="Position">The position after which the next page begins: no chosen event is between the last event and this
/// position.</param>
/// <param name="IsAtEnd">True when the log ended at this position at the time of reading. False does not mean that there are more
/// events.</param>
/// <param name="Head">The last position of the log at the time of reading.</param>
public sealed record EventPage(IReadOnlyList<OutgoingEvent> Events, long Position, bool IsAtEnd, long Head);
