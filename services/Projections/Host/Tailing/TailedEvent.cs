using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Host.Tailing;

/// <summary>An event of the log, read for the views.</summary>
internal readonly record struct TailedEvent(long Position, Guid Id, string Program, EventData Seen);

/// <summary>A contiguous piece of the log, read and parsed.</summary>
/// <param name="Events">The events that a view reads.</param>
/// <param name="Last">Position of the last event, read by a view or not.</param>
/// <param name="Count">The number of events in the piece, read by a view or not.</param>
/// <param name="IsFull">Whether the piece has the maximum size, so that more may follow at once.</param>
internal sealed record LogPiece(IReadOnlyList<TailedEvent> Events, long Last, int Count, bool IsFull);
