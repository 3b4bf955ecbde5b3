namespace Ledger.Projections.Domain.Reading;

/// <summary>The account was given a reward (mechanics.md §4).</summary>
public sealed record GrantData : AccountEventData
{
    public required string GrantId { get; init; }

    public required string Rule { get; init; }

    /// <summary>The milestone's n, the rank, or the draw's n.</summary>
    public required long Number { get; init; }

    public required string Reward { get; init; }

    public required string State { get; init; }

    public required int ProgramVersion { get; init; }

    public string? Period { get; init; }

    public string? Voucher { get; init; }
}

/// <summary>A granted item was handed over or cancelled.</summary>
public abstract record GrantDecisionData : AccountEventData
{
    public required string GrantId { get; init; }

    public required string Principal { get; init; }
}

/// <summary>A granted item was handed over.</summary>
public sealed record FulfilmentData : GrantDecisionData
{
    public string? Reference { get; init; }
}

/// <summary>A granted item will not be handed over.</summary>
public sealed record GrantCancellationData : GrantDecisionData
{
    public required string Reason { get; init; }
}
