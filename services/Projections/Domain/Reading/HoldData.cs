namespace Ledger.Projections.Domain.Reading;

/// <summary>A movement of value by a hold.</summary>
public abstract record HoldEntryData : EntryData
{
    public required string HoldId { get; init; }
}

/// <summary>Value was set aside.</summary>
public sealed record HeldData : HoldEntryData
{
    public required DateTimeOffset ExpiresAt { get; init; }

    public string? Order { get; init; }

    public string? PartnerId { get; init; }
}

/// <summary>Held value was spent.</summary>
public sealed record CaptureData : HoldEntryData;

/// <summary>Held value went back: all of it, or what a capture left.</summary>
public sealed record ReleaseData : HoldEntryData;

/// <summary>A hold's time was over.</summary>
public sealed record HoldExpiryData : HoldEntryData;
