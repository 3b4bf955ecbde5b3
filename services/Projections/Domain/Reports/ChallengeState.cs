namespace Ledger.Projections.Domain.Reports;

/// <summary>The state of a period of a challenge (mechanics.md §8).</summary>
public enum ChallengeState
{
    /// <summary>It has not ended.</summary>
    Running,

    /// <summary>It has ended and is not closed yet, so its ranks can still change.</summary>
    Settling,

    /// <summary>It was closed, and its ranks are final.</summary>
    Closed,
}

/// <summary>The names of the states of challenges' periods, as they are shown.</summary>
public static class ChallengeStateNames
{
    public const string Running = "running";
    public const string Settling = "settling";
    public const string Closed = "closed";

    /// <summary>The name of a state.</summary>
    public static string NameOf(ChallengeState state) => state switch
    {
        ChallengeState.Running => Running,
        ChallengeState.Settling => Settling,
        ChallengeState.Closed => Closed,
    };
}
