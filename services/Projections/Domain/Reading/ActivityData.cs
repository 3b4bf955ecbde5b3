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

/// <summary>The part of an activity's evaluation that metrics are made of.</summary>
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
/// What a merge added to the survivor of the mechanics. Activities, terms, grants and claims stay rows of the account that they were
/// recorded for, as orders do; so only the sums are read.
/// </summary>
public sealed record MechanicsMovedData : AccountEventData
{
    public required IReadOnlyList<MonthPoints> PointsOfActivities { get; init; }
}
