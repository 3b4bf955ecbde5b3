namespace Ledger.Rules.Domain.States;

/// <summary>The state of a granted reward (mechanics.md §4).</summary>
public enum GrantState
{
    /// <summary>An item that waits to be handed over.</summary>
    Granted,

    /// <summary>Handed over, issued or credited.</summary>
    Fulfilled,

    /// <summary>It will not be handed over.</summary>
    Cancelled,
}

/// <summary>The names of the states of grants, as they are stored and shown.</summary>
public static class GrantStateNames
{
    public const string Granted = "granted";
    public const string Fulfilled = "fulfilled";
    public const string Cancelled = "cancelled";

    /// <summary>The names of all states, in the order of lists and documents.</summary>
    public static IReadOnlyList<string> All { get; } = [Granted, Fulfilled, Cancelled];

    /// <summary>The state that a grant names.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public static GrantState Of(string name) => name switch
    {
        Granted => GrantState.Granted,
        Fulfilled => GrantState.Fulfilled,
        Cancelled => GrantState.Cancelled,
        _ => throw new UnknownNameException("grant state", name),
    };

    /// <summary>The name of a state.</summary>
    public static string NameOf(GrantState state) => state switch
    {
        GrantState.Granted => Granted,
        GrantState.Fulfilled => Fulfilled,
        GrantState.Cancelled => Cancelled,
    };

    /// <summary>Whether a grant can still be fulfilled or cancelled.</summary>
    public static bool IsOpen(this GrantState state) => state switch
    {
        GrantState.Granted => true,
        GrantState.Fulfilled or GrantState.Cancelled => false,
    };
}
