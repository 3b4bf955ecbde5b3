namespace Ledger.Projections.Domain.Reading;

/// <summary>A balance was imported from another system. It may be the account's first event.</summary>
public sealed record OpeningData : AccountEventData;
