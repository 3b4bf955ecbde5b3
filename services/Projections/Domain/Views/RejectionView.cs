using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>A refused fact.</summary>
/// <param name="Number">Position of the event that first refused it: the order of the list.</param>
/// <param name="RedrivenAt">Set once it was driven again and recorded.</param>
public sealed record RejectionRow(
    long Number, string Code, string Reason, string Door, string Payload, string? FactType, string? Source, string? OrderId,
    DateTimeOffset RecordedAt, DateTimeOffset? RedrivenAt = null);

/// <summary>The list of refused facts.</summary>
public static class RejectionView
{
    /// <summary>The same refusal again is one row; after a redrive it is open again.</summary>
    public static RejectionRow Apply(RejectionRow? row, RejectionData seen, long position) =>
        new(
            row?.Number ?? position, seen.Code, seen.Reason, seen.Door, seen.Payload, seen.FactType, seen.Source, seen.OrderId,
            seen.RecordedAt);

    public static RejectionRow Apply(RejectionRow row, RedriveData seen) => row with { RedrivenAt = seen.RecordedAt };
}
