namespace Ledger.Projections.Domain.Reading;

/// <summary>
/// The part of a ledger event that the views read. Events are deserialised into these and not into the contracts' records,
/// because what is left out (an order's lines, the shares of each line) is most of the bytes.
/// </summary>
public abstract record EventData
{
    public required DateTimeOffset EffectiveAt { get; init; }
}

/// <summary>An event of one account. Read as this where the views need no more than that it happened.</summary>
public record AccountEventData : EventData
{
    public required string AccountId { get; init; }
}
