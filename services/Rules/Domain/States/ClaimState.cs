namespace Ledger.Rules.Domain.States;

/// <summary>What became of a claim on a fund (mechanics.md §5).</summary>
public enum ClaimState
{
    /// <summary>Not decided yet: its money is held.</summary>
    Requested,

    /// <summary>Its money, or a part of it, was spent.</summary>
    Approved,

    /// <summary>Turned down: its money went back.</summary>
    Rejected,

    /// <summary>Not decided in time: its money went back.</summary>
    Expired,
}

/// <summary>The names of the states of claims, as they are stored and shown.</summary>
public static class ClaimStateNames
{
    public const string Requested = "requested";
    public const string Approved = "approved";
    public const string Rejected = "rejected";
    public const string Expired = "expired";

    /// <summary>All reports, in the order of the list.</summary>
    public static IReadOnlyList<string> All { get; } = [Requested, Approved, Rejected, Expired];

    /// <summary>The state that a claim names.</summary>
    /// <exception cref="UnknownStateException">There is none.</exception>
    public static ClaimState Of(string name) => name switch
    {
        Requested => ClaimState.Requested,
        Approved => ClaimState.Approved,
        Rejected => ClaimState.Rejected,
        Expired => ClaimState.Expired,
        _ => throw new UnknownStateException("claim", name),
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
