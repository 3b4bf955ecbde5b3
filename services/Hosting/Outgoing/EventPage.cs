namespace Ledger.Hosting.Outgoing;

/// <summary>An event in the form in which it leaves.</summary>
/// <param name="Position">Its position in the log.</param>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its stored name.</param>
/// <param name="Json">The CloudEvent, on one line.</param>
public sealed record OutgoingEvent(long Position, Guid Id, string Type, ReadOnlyMemory<byte> Json);

/// <summary>A stretch of a program's events.</summary>
/// <param name="Events">In the order of the log.</param>
/// <param name="Position">Where to go on: nothing that was chosen stands between the last event and this position.</param>
/// <param name="IsAtEnd">The log ended there when it was asked. False is no promise that there is more.</param>
/// <param name="Head">The last position of the log when it was read.</param>
public sealed record EventPage(IReadOnlyList<OutgoingEvent> Events, long Position, bool IsAtEnd, long Head);
