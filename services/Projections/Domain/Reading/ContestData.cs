namespace Ledger.Projections.Domain.Reading;

/// <summary>A challenge's period was closed (mechanics.md §8). Its ranks are read from the log, not from the views.</summary>
public sealed record ChallengeCloseData : EventData
{
    public required string Challenge { get; init; }

    public required string Period { get; init; }

    public required DateTimeOffset PeriodStart { get; init; }

    public required DateTimeOffset PeriodEnd { get; init; }

    public required int ProgramVersion { get; init; }
}

/// <summary>A draw was announced with the hash of its salt (mechanics.md §9).</summary>
public sealed record AnnouncementData : EventData
{
    public required string Draw { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string SaltHash { get; init; }

    public required int ProgramVersion { get; init; }
}

/// <summary>A draw was held. Its inputs are read from the log, not from the views.</summary>
public sealed record DrawData : EventData
{
    public required string Draw { get; init; }

    public required string CandidatesHash { get; init; }

    public required int ProgramVersion { get; init; }
}
