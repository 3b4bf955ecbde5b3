namespace Ledger.Domain.Periods;

/// <summary>How far a period is from being closed.</summary>
public enum PeriodState
{
    /// <summary>It can still be closed, and no request for its close waits.</summary>
    Open,

    /// <summary>Somebody requested the close, and a second person has to approve it.</summary>
    AwaitingApproval,

    /// <summary>Its books are fixed.</summary>
    Closed,
}

/// <summary>The names of the states of periods, as they are shown.</summary>
public static class PeriodStateNames
{
    /// <summary>The name of <see cref="PeriodState.Open"/>.</summary>
    public const string Open = "open";

    /// <summary>The name of <see cref="PeriodState.AwaitingApproval"/>.</summary>
    public const string AwaitingApproval = "awaiting_approval";

    /// <summary>The name of <see cref="PeriodState.Closed"/>.</summary>
    public const string Closed = "closed";

    /// <summary>The name of a state.</summary>
    public static string NameOf(PeriodState state) => state switch
    {
        PeriodState.Open => Open,
        PeriodState.AwaitingApproval => AwaitingApproval,
        PeriodState.Closed => Closed,
    };
}
