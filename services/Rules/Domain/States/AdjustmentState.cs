namespace Ledger.Rules.Domain.States;

/// <summary>The state of an adjustment (domain.md §2, four eyes).</summary>
public enum AdjustmentState
{
    /// <summary>It took effect at once, because it was within the limit that needs no approval.</summary>
    Adjusted,

    /// <summary>It waits for the approval of a second principal.</summary>
    AwaitingApproval,

    /// <summary>A second principal approved it, and it took effect.</summary>
    Approved,

    /// <summary>A second principal rejected it, so the account did not change.</summary>
    Rejected,
}

/// <summary>The names of the states of adjustments, as they are stored and shown.</summary>
public static class AdjustmentStateNames
{
    public const string Adjusted = "adjusted";
    public const string AwaitingApproval = "awaiting_approval";
    public const string Approved = "approved";
    public const string Rejected = "rejected";

    /// <summary>The state that an adjustment names.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public static AdjustmentState Of(string name) => name switch
    {
        Adjusted => AdjustmentState.Adjusted,
        AwaitingApproval => AdjustmentState.AwaitingApproval,
        Approved => AdjustmentState.Approved,
        Rejected => AdjustmentState.Rejected,
        _ => throw new UnknownNameException("adjustment state", name),
    };

    /// <summary>The name of a state.</summary>
    public static string NameOf(AdjustmentState state) => state switch
    {
        AdjustmentState.Adjusted => Adjusted,
        AdjustmentState.AwaitingApproval => AwaitingApproval,
        AdjustmentState.Approved => Approved,
        AdjustmentState.Rejected => Rejected,
    };

    /// <summary>Whether an adjustment can still be approved or rejected.</summary>
    public static bool IsOpen(this AdjustmentState state) => state switch
    {
        AdjustmentState.AwaitingApproval => true,
        AdjustmentState.Adjusted or AdjustmentState.Approved or AdjustmentState.Rejected => false,
    };
}
