using Ledger.Contracts.V1;

namespace Ledger.Projections.Domain.Reading;

/// <summary>A purchase of a membership was recorded, with its term (mechanics.md §3).</summary>
public sealed record PurchaseData : AccountEventData
{
    public required string PurchaseId { get; init; }

    public required string Membership { get; init; }

    public required DateTimeOffset PurchasedAt { get; init; }

    public required int Months { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    public decimal? Price { get; init; }

    public string? Currency { get; init; }

    public string? OrderRef { get; init; }

    /// <summary>Exact, as text.</summary>
    public string? FeeVariance { get; init; }
}

/// <summary>A purchase was refunded; its term and later ones may have moved.</summary>
public sealed record RefundData : AccountEventData
{
    public required string PurchaseId { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required string Reason { get; init; }

    public required IReadOnlyList<TermMoved> Terms { get; init; }
}
