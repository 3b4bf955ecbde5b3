namespace Ledger.Projections.Domain;

/// <summary>The account entered a segment (mechanics.md §6).</summary>
public sealed record SeenSegmentEntered : SeenAccountEvent
{
    public required string Segment { get; init; }
}

/// <summary>The account left a segment.</summary>
public sealed record SeenSegmentLeft : SeenAccountEvent
{
    public required string Segment { get; init; }
}

/// <summary>The account holds a perk from now on.</summary>
public sealed record SeenPerkGained : SeenAccountEvent
{
    public required string Perk { get; init; }
}

/// <summary>The account holds a perk no more.</summary>
public sealed record SeenPerkLost : SeenAccountEvent
{
    public required string Perk { get; init; }
}

/// <summary>The account's loyalty kind changed.</summary>
public sealed record SeenLoyalty : SeenAccountEvent
{
    public required string Loyalty { get; init; }
}
