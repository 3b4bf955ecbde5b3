namespace Ledger.Rules.Domain.States;

/// <summary>What became of a hold (domain.md §1).</summary>
public enum HoldState
{
    /// <summary>Nothing yet: its value is set aside.</summary>
    Held,

    /// <summary>Spent, whole or in part; the rest went back.</summary>
    Captured,

    /// <summary>Given back.</summary>
    Released,

    /// <summary>Given back because its time was over.</summary>
    Expired,
}

/// <summary>The names of the states of holds, as they are stored and shown.</summary>
public static class HoldStateNames
{
    public const string Held = "held";
    public const string Captured = "captured";
    public const string Released = "released";
    public const string Expired = "expired";

    /// <summary>All reports, in the order of the list.</summary>
    public static IReadOnlyList<string> All { get; } = [Held, Captured, Released, Expired];

    /// <summary>The state that a hold names.</summary>
    /// <exception cref="UnknownStateException">There is none.</exception>
    public static HoldState Of(string name) => name switch
    {
        Held => HoldState.Held,
        Captured => HoldState.Captured,
        Released => HoldState.Released,
        Expired => HoldState.Expired,
        _ => throw new UnknownStateException("hold", name),
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
