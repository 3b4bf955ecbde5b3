namespace Ledger.Rules.Domain.States;

/// <summary>The state of a claim on a fund (mechanics.md §5).</summary>
public enum ClaimState
{
    /// <summary>It waits for a decision; its money is held.</summary>
    Requested,

    /// <summary>Its money, or a part of it, was spent.</summary>
    Approved,

    /// <summary>It was rejected, and its money was released.</summary>
    Rejected,

    /// <summary>It was not decided in time, and its money was released.</summary>
    Expired,
}

/// <summary>The names of the states of claims, as they are stored and shown.</summary>
public static class ClaimStateNames
{
    public const string Requested = "requested";
    public const string Approved = "approved";
    public const string Rejected = "rejected";
    public const string Expired = "expired";

    /// <summary>The names of all states, in the order of lists and documents.</summary>
    public static IReadOnlyList<string> All { get; } = [Requested, Approved, Rejected, Expired];

    /// <summary>The state that a claim names.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public static ClaimState Of(string name) => name switch
    {
        Requested => ClaimState.Requested,
        Approved => ClaimState.Approved,
        Rejected => ClaimState.Rejected,
        Expired => ClaimState.Expired,
        _ => throw new UnknownNameException("claim state", name),
    };

    /// <summary>The name of a state.</summary>
    public static string NameOf(ClaimState state) => state switch
    {
        ClaimState.Requested => Requested,
        ClaimState.Approved => Approved,
        ClaimState.Rejected => Rejected,
        ClaimState.Expired => Expired,
    };

    /// <summary>Whether a claim can still be decided.</summary>
    public static bool IsOpen(this ClaimState state) => state switch
    {
        ClaimState.Requested => true,
        ClaimState.Approved or ClaimState.Rejected or ClaimState.Expired => false,
    };
}
