using Ledger.Contracts.V1;

namespace Ledger.Projections.Domain.Reading;

/// <summary>An activity was recorded, with the points that the rules gave for it (mechanics.md §2).</summary>
public sealed record ActivityData : AccountEventData
{
    public required string ActivityId { get; init; }

    public required string Activity { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>Local month of completedAt: year × 12 + month − 1.</summary>
    public required int Month { get; init; }

    public required ActivityResultData Evaluation { get; init; }

    public decimal? Score { get; init; }
}

/// <summary>The part of an activity's evaluation that metrics use.</summary>
public sealed record ActivityResultData
{
    public required long Points { get; init; }
}

/// <summary>An activity was revoked.</summary>
public sealed record RevocationData : AccountEventData
{
    public required string ActivityId { get; init; }
}

/// <summary>
/// A merge added the merged account's mechanics to the survivor. In the views activities, terms, grants and claims stay with the account
/// that they were recorded for, as orders do, so only the sums are read.
/// </summary>
public sealed record MechanicsMovedData : AccountEventData
{
    public required IReadOnlyList<MonthPoints> PointsOfActivities { get; init; }
}
