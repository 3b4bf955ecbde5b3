using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program;

/// <summary>
/// A rule that gives points for an activity (mechanics.md §2). Several rules may name one activity; each is judged by itself.
/// </summary>
public sealed record ActivityRule
{
    public required string Id { get; init; }

    /// <summary>The activity that the rule rewards, for example training.</summary>
    public required string Activity { get; init; }

    /// <summary>Points for each activity, 0 or more; rounded once by the points rule.</summary>
    public required Exact Points { get; init; }

    public PointsOwner Owner { get; init; }

    /// <summary>The most activities of one contact that are rewarded in a period; null: no limit.</summary>
    public int? MaxPerContact { get; init; }

    /// <summary>The most activities of an account that are rewarded in a period; null: no limit.</summary>
    public int? MaxPerAccount { get; init; }

    /// <summary>The period of both caps.</summary>
    public CapPeriod Every { get; init; }

    /// <summary>The least score; null: no score is required.</summary>
    public Exact? ScoreAtLeast { get; init; }

    public Validity Validity { get; init; } = Validity.Always;
}

/// <summary>The local period in which a cap counts.</summary>
public enum CapPeriod
{
    Ever,
    Day,
    Month,
    Year,
}
