namespace Ledger.Domain.Periods;

/// <summary>What is shown of how far a period is from being closed.</summary>
public static class PeriodStates
{
    /// <summary>Nobody has asked to close it.</summary>
    public const string Open = "open";

    /// <summary>Somebody asked, and somebody else has to approve.</summary>
    public const string AwaitingApproval = "awaiting_approval";

    /// <summary>Its books are fixed.</summary>
    public const string Closed = "closed";
}
