namespace Ledger.Projections.Domain.Reading;

/// <summary>The account changed to a tier; <c>since</c> is the event's time.</summary>
public sealed record TierChangeData : AccountEventData
{
    public required string FromTier { get; init; }

    public required string Tier { get; init; }

    public DateTimeOffset? GraceUntil { get; init; }
}

/// <summary>A review kept the tier, and set or cleared the grace.</summary>
public sealed record ReviewData : AccountEventData
{
    public DateTimeOffset? GraceUntil { get; init; }
}
