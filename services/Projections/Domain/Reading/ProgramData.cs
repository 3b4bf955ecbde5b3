using System.Text.Json;

namespace Ledger.Projections.Domain.Reading;

/// <summary>A version of the program was drafted or published.</summary>
public sealed record VersionData : EventData
{
    public required int Version { get; init; }

    public required string Clock { get; init; }

    public required JsonElement Document { get; init; }

    /// <summary>Set by the reader from the event's stored name.</summary>
    public bool Published { get; init; }
}

/// <summary>A version of the program takes no more orders.</summary>
public sealed record RetirementData : EventData
{
    public required int Version { get; init; }
}

/// <summary>The program's clock moved.</summary>
public sealed record ClockData : EventData
{
    public required string Clock { get; init; }
}

/// <summary>A period of the program was closed; it is effective at the period's end.</summary>
public sealed record PeriodClosedData : EventData;
