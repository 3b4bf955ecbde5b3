using Ledger.Contracts.V1;

namespace Ledger.Projections.Domain.Reading;

/// <summary>A movement of value of any type: the views only need its moves.</summary>
public record EntryData : AccountEventData
{
    public required long Sequence { get; init; }

    public required string Owner { get; init; }

    public required string Unit { get; init; }

    public required IReadOnlyList<LotMove> Moves { get; init; }

    public LotOpened? Opened { get; init; }

    public required CauseData Cause { get; init; }
}

/// <summary>The order or command behind an entry, if there is one.</summary>
public sealed record CauseData
{
    /// <summary>No cause.</summary>
    public static CauseData None { get; } = new();

    public string? Source { get; init; }

    public string? OrderId { get; init; }

    /// <summary>The principal of the command.</summary>
    public string? Principal { get; init; }

    /// <summary>Why, in the words of the command.</summary>
    public string? Reason { get; init; }
}

/// <summary>A pending lot got its activation date.</summary>
public sealed record ScheduleData : AccountEventData
{
    public required long Lot { get; init; }

    public required DateTimeOffset ActivatesAt { get; init; }
}
