using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Host.Tailing;

/// <summary>An event of the log on its way to the views.</summary>
internal readonly record struct TailedEvent(long Position, Guid Id, string Program, EventData Seen);

/// <summary>A contiguous piece of the log, read and parsed.</summary>
/// <param name="Events">Those that a view reads.</param>
/// <param name="Last">Position of the last event, read by a view or not.</param>
/// <param name="Count">Events in the piece.</param>
/// <param name="IsFull">There may be more at once.</param>
internal sealed record LogPiece(IReadOnlyList<TailedEvent> Events, long Last, int Count, bool IsFull);
