namespace Ledger.Rules.Domain.States;

/// <summary>Where a program version is on its way: draft → published → retired (domain.md §1).</summary>
public enum VersionState
{
    /// <summary>It can be replaced, and rules nothing.</summary>
    Draft,

    /// <summary>It never changes, and rules from its effectiveFrom on.</summary>
    Published,

    /// <summary>It rules nothing new; what it ruled stays.</summary>
    Retired,
}

/// <summary>The names of the states of program versions, as they are stored and shown.</summary>
public static class VersionStateNames
{
    public const string Draft = "draft";
    public const string Published = "published";
    public const string Retired = "retired";

    /// <summary>The state that a version names.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public static VersionState Of(string name) => name switch
    {
        Draft => VersionState.Draft,
        Published => VersionState.Published,
        Retired => VersionState.Retired,
        _ => throw new UnknownNameException("version state", name),
    };

    /// <summary>The name of a state.</summary>
    public static string NameOf(VersionState state) => state switch
    {
        VersionState.Draft => Draft,
        VersionState.Published => Published,
        VersionState.Retired => Retired,
    };

    /// <summary>Whether a version's document never changes any more.</summary>
    public static bool IsFinal(this VersionState state) => state switch
    {
        VersionState.Draft => false,
        VersionState.Published or VersionState.Retired => true,
    };
}
