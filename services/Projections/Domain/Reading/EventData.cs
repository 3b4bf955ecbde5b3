namespace Ledger.Projections.Domain.Reading;

/// <summary>
/// The part of a ledger event that the views read. Events are deserialised into these types and not into the contracts' records, because
/// most of the bytes (an order's lines, the shares of each line) are not needed.
/// </summary>
public abstract record EventData
{
    public required DateTimeOffset EffectiveAt { get; init; }
}

/// <summary>An event of one account. Events of which the views need no members are read as this type.</summary>
public record AccountEventData : EventData
{
    public required string AccountId { get; init; }
}
