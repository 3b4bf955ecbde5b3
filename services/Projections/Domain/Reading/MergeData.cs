using Ledger.Contracts.V1;

namespace Ledger.Projections.Domain.Reading;

/// <summary>Two accounts became one; in both streams.</summary>
public sealed record MergeData : AccountEventData
{
    public required string MergedAccountId { get; init; }

    public required string SurvivorId { get; init; }
}

/// <summary>What a merge added to the survivor's standing.</summary>
public sealed record StandingMovedData : AccountEventData
{
    public required long Orders { get; init; }

    public required IReadOnlyList<ScopeMonths> Scopes { get; init; }

    public required IReadOnlyList<MonthPoints> Points { get; init; }

    /// <summary>Rebate periods that the merged account had not closed.</summary>
    public required IReadOnlyList<RebatePeriodOpened> OpenPeriods { get; init; }

    public DateTimeOffset? FirstOrderAt { get; init; }

    public TierHeld? Tier { get; init; }
}

/// <summary>Lots that a merge opened in the survivor; their value comes with entries.</summary>
public sealed record HoldingsData : AccountEventData
{
    public required IReadOnlyList<LotMoved> Lots { get; init; }
}
