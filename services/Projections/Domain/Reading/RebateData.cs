namespace Ledger.Projections.Domain.Reading;

/// <summary>A rebate period of an account as it now stands.</summary>
public sealed record RebateData : AccountEventData
{
    public required string Rebate { get; init; }

    public required string Period { get; init; }

    public required DateTimeOffset PeriodStart { get; init; }

    public required int ProgramVersion { get; init; }

    /// <summary>Exact, as text.</summary>
    public required string Basis { get; init; }

    public required decimal Amount { get; init; }

    /// <summary>The merged account that had closed the period, whose row it changes; null: the event's account.</summary>
    public string? ClosedBy { get; init; }
}
