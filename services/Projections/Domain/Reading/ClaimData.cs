using Ledger.Contracts.V1;

namespace Ledger.Projections.Domain.Reading;

/// <summary>A claim on a fund was made (mechanics.md §5).</summary>
public sealed record ClaimData : AccountEventData
{
    public required string ClaimId { get; init; }

    public required string Fund { get; init; }

    public required decimal Amount { get; init; }

    public required string Activity { get; init; }

    public required IReadOnlyList<ClaimProof> Proofs { get; init; }

    public required string Reason { get; init; }

    public required string RequestedBy { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>Something happened to a claim.</summary>
public abstract record ClaimChangeData : AccountEventData
{
    public required string ClaimId { get; init; }
}

/// <summary>Proofs were added to a claim.</summary>
public sealed record ProofsData : ClaimChangeData
{
    public required IReadOnlyList<ClaimProof> Proofs { get; init; }
}

/// <summary>A claim was approved.</summary>
public sealed record ApprovalData : ClaimChangeData
{
    public required decimal Amount { get; init; }

    public required string ApprovedBy { get; init; }
}

/// <summary>A claim was rejected.</summary>
public sealed record ClaimRejectionData : ClaimChangeData
{
    public required string Reason { get; init; }

    public required string RejectedBy { get; init; }
}

/// <summary>A claim was not decided in time.</summary>
public sealed record ClaimExpiryData : ClaimChangeData;
