namespace Ledger.Rules.Domain.States;

/// <summary>The state of a hold (domain.md §1).</summary>
public enum HoldState
{
    /// <summary>Its value is set aside.</summary>
    Held,

    /// <summary>Its value was spent, whole or in part; the rest was released.</summary>
    Captured,

    /// <summary>Its value was released.</summary>
    Released,

    /// <summary>Its value was released because the hold expired.</summary>
    Expired,
}

/// <summary>The names of the states of holds, as they are stored and shown.</summary>
public static class HoldStateNames
{
    public const string Held = "held";
    public const string Captured = "captured";
    public const string Released = "released";
    public const string Expired = "expired";

    /// <summary>The names of all states, in the order of lists and documents.</summary>
    public static IReadOnlyList<string> All { get; } = [Held, Captured, Released, Expired];

    /// <summary>The state that a hold names.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public static HoldState Of(string name) => name switch
    {
        Held => HoldState.Held,
        Captured => HoldState.Captured,
        Released => HoldState.Released,
        Expired => HoldState.Expired,
        _ => throw new UnknownNameException("hold state", name),
    };

    /// <summary>The name of a state.</summary>
    public static string NameOf(HoldState state) => state switch
    {
        HoldState.Held => Held,
        HoldState.Captured => Captured,
        HoldState.Released => Released,
        HoldState.Expired => Expired,
    };
}
