using Ledger.Contracts.V1;

namespace Ledger.Projections.Domain;

/// <summary>An activity was recorded, with the points that the rules gave for it (mechanics.md §2).</summary>
public sealed record SeenActivity : SeenAccountEvent
{
    public required string ActivityId { get; init; }

    public required string Activity { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>Local month of completedAt: year × 12 + month − 1.</summary>
    public required int Month { get; init; }

    public required SeenActivityResult Evaluation { get; init; }

    public decimal? Score { get; init; }
}

/// <summary>The part of an activity's evaluation that metrics are made of.</summary>
public sealed record SeenActivityResult
{
    public required long Points { get; init; }
}

/// <summary>An activity was revoked.</summary>
public sealed record SeenRevocation : SeenAccountEvent
{
    public required string ActivityId { get; init; }
}

/// <summary>
/// What a merge added to the survivor of the mechanics. Activities, terms, grants and claims stay rows of the account that they were
/// recorded for, as orders do; so only the sums are read.
/// </summary>
public sealed record SeenMechanicsMoved : SeenAccountEvent
{
    public required IReadOnlyList<MonthPoints> PointsOfActivities { get; init; }
}
