namespace Ledger.Projections.Domain.Reading;

/// <summary>A balance was brought over from another system; the account may begin with it.</summary>
public sealed record OpeningData : AccountEventData;
