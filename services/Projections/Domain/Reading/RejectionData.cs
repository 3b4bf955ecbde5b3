namespace Ledger.Projections.Domain.Reading;

/// <summary>A fact was refused for good.</summary>
public sealed record RejectionData : EventData
{
    public required string RejectedId { get; init; }

    public required string Code { get; init; }

    public required string Reason { get; init; }

    public required string Door { get; init; }

    public required string Payload { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public string? FactType { get; init; }

    public string? Source { get; init; }

    public string? OrderId { get; init; }
}

/// <summary>A rejected fact was redriven and recorded.</summary>
public sealed record RedriveData : EventData
{
    public required string RejectedId { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}
