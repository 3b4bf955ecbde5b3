namespace Ledger.Projections.Domain.Reading;

/// <summary>An adjustment waits for a second principal.</summary>
public sealed record AdjustmentRequestData : AccountEventData
{
    public required string AdjustmentId { get; init; }

    public required string Owner { get; init; }

    public required string Unit { get; init; }

    public required decimal Amount { get; init; }

    public required string Reason { get; init; }

    public required string RequestedBy { get; init; }
}

/// <summary>A second principal decided about an adjustment.</summary>
public abstract record AdjustmentDecisionData : AccountEventData
{
    public required string AdjustmentId { get; init; }
}

/// <summary>An adjustment was approved and takes effect.</summary>
public sealed record AdjustmentApprovalData : AdjustmentDecisionData
{
    public required string ApprovedBy { get; init; }
}

/// <summary>An adjustment was rejected.</summary>
public sealed record AdjustmentRejectionData : AdjustmentDecisionData
{
    public required string RejectedBy { get; init; }

    public string? Reason { get; init; }
}

/// <summary>Value was added or taken by hand.</summary>
public sealed record AdjustedData : EntryData
{
    /// <summary>The id of the adjustment that the entry posts.</summary>
    public required string AdjustmentId { get; init; }
}
