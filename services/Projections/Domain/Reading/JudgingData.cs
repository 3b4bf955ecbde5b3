namespace Ledger.Projections.Domain.Reading;

/// <summary>The account entered a segment (mechanics.md §6).</summary>
public sealed record SegmentEnteredData : AccountEventData
{
    public required string Segment { get; init; }
}

/// <summary>The account left a segment.</summary>
public sealed record SegmentLeftData : AccountEventData
{
    public required string Segment { get; init; }
}

/// <summary>The account holds a perk from now on.</summary>
public sealed record PerkGainedData : AccountEventData
{
    public required string Perk { get; init; }
}

/// <summary>The account holds a perk no more.</summary>
public sealed record PerkLostData : AccountEventData
{
    public required string Perk { get; init; }
}

/// <summary>The account's loyalty kind changed.</summary>
public sealed record LoyaltyData : AccountEventData
{
    public required string Loyalty { get; init; }
}
