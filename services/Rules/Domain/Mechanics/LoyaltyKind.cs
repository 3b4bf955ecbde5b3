namespace Ledger.Rules.Domain.Mechanics;

/// <summary>The loyalty kind of a standing (domain.md §3, mechanics.md §6).</summary>
public enum LoyaltyKind
{
    /// <summary>At least two orders in the last twelve months, and an NPS score of 9 or 10.</summary>
    True,

    /// <summary>An NPS score of 9 or 10, but fewer orders.</summary>
    Latent,

    /// <summary>At least two orders, but a lower score or none.</summary>
    False,

    /// <summary>Neither.</summary>
    None,
}

/// <summary>The names of the loyalty kinds, as they are stored and shown.</summary>
public static class LoyaltyKindNames
{
    public const string True = "true";
    public const string Latent = "latent";
    public const string False = "false";
    public const string None = "none";

    /// <summary>The kind that a judgement names.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public static LoyaltyKind Of(string name) => name switch
    {
        True => LoyaltyKind.True,
        Latent => LoyaltyKind.Latent,
        False => LoyaltyKind.False,
        None => LoyaltyKind.None,
        _ => throw new UnknownNameException("loyalty kind", name),
    };

    /// <summary>The name of a kind.</summary>
    public static string NameOf(LoyaltyKind kind) => kind switch
    {
        LoyaltyKind.True => True,
        LoyaltyKind.Latent => Latent,
        LoyaltyKind.False => False,
        LoyaltyKind.None => None,
    };
}
