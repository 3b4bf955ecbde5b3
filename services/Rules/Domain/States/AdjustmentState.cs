namespace Ledger.Rules.Domain.States;

/// <summary>What became of an adjustment (domain.md §2, four eyes).</summary>
public enum AdjustmentState
{
    /// <summary>It took effect at once: it was below the limit from which a second principal is asked.</summary>
    Adjusted,

    /// <summary>A second principal is asked.</summary>
    AwaitingApproval,

    /// <summary>A second principal agreed, and it took effect.</summary>
    Approved,

    /// <summary>A second principal refused it: nothing happened to the account.</summary>
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
    /// <exception cref="UnknownStateException">There is none.</exception>
    public static AdjustmentState Of(string name) => name switch
    {
        Adjusted => AdjustmentState.Adjusted,
        AwaitingApproval => AdjustmentState.AwaitingApproval,
        Approved => AdjustmentState.Approved,
        Rejected => AdjustmentState.Rejected,
        _ => throw new UnknownStateException("adjustment", name),
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
