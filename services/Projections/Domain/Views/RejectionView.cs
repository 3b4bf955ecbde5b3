using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>A rejected fact.</summary>
/// <param name="Number">Position of the event that first rejected it, by which the list is ordered.</param>
/// <param name="RedrivenAt">When it was redriven and recorded; null: not yet.</param>
public sealed record RejectionRow(
    long Number, string Code, string Reason, string Door, string Payload, string? FactType, string? Source, string? OrderId,
    DateTimeOffset RecordedAt, DateTimeOffset? RedrivenAt = null);

/// <summary>Changes the rows of rejected facts.</summary>
public static class RejectionView
{
    /// <summary>The row after a rejection. The same rejection again stays one row; if it had been redriven, it is open again.</summary>
    public static RejectionRow Apply(RejectionRow? row, RejectionData seen, long position) =>
        new(
            row?.Number ?? position, seen.Code, seen.Reason, seen.Door, seen.Payload, seen.FactType, seen.Source, seen.OrderId,
            seen.RecordedAt);

    public static RejectionRow Apply(RejectionRow row, RedriveData seen) => row with { RedrivenAt = seen.RecordedAt };
}
