using Ledger.Contracts.V1;

namespace Ledger.Projections.Domain.Reading;

/// <summary>An order was recorded.</summary>
public sealed record OrderData : AccountEventData
{
    public required string Source { get; init; }

    public required string OrderId { get; init; }

    public required DateTimeOffset PlacedAt { get; init; }

    public required int ProgramVersion { get; init; }
}

/// <summary>An order's evaluation took the place of the one before.</summary>
public sealed record EvaluationData : AccountEventData
{
    public required string Source { get; init; }

    public required string OrderId { get; init; }

    public required int ProgramVersion { get; init; }

    public required int Month { get; init; }

    public required ResultData Evaluation { get; init; }

    public OrderMeasures? Previous { get; init; }

    /// <summary>Rebate periods that the order is the account's first in.</summary>
    public IReadOnlyList<RebatePeriodOpened>? RebatePeriods { get; init; }
}

/// <summary>What the rules gave. Exact numbers that are only shown stay text.</summary>
public sealed record ResultData
{
    public required string Gross { get; init; }

    public required string Net { get; init; }

    public required decimal Entitled { get; init; }

    public required string Stated { get; init; }

    public required decimal Variance { get; init; }

    public required long Points { get; init; }

    public required OrderMeasures Measures { get; init; }

    public required FrozenData Frozen { get; init; }
}

/// <summary>The tier that the account had before the order.</summary>
public sealed record FrozenData
{
    public required string Tier { get; init; }
}

/// <summary>A new scope was measured over an account's earlier orders.</summary>
public sealed record ScopeData : AccountEventData
{
    public required string Scope { get; init; }

    public required IReadOnlyList<MonthMeasure> Months { get; init; }
}
