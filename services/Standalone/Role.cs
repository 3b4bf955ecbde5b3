namespace Ledger.Standalone;

/// <summary>A part of the service that a process can play; LEDGER_ROLES names those of this one.</summary>
internal enum Role
{
    /// <summary>Takes facts and commands, and writes the log.</summary>
    Ledger,

    /// <summary>Evaluates orders that come over the bus.</summary>
    Rules,

    /// <summary>Keeps the views after the log and answers from them, with webhooks and the console.</summary>
    Projections,
}

/// <summary>The names of roles, as LEDGER_ROLES has them.</summary>
internal static class RoleNames
{
    public const string Ledger = "ledger";
    public const string Rules = "rules";
    public const string Projections = "projections";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Ledger, Rules, Projections];

    /// <summary>The role of a name that <see cref="All"/> has.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static Role Of(string name) => name switch
    {
        Ledger => Role.Ledger,
        Rules => Role.Rules,
        Projections => Role.Projections,
        _ => throw new FormatException($"There is no role {name}; the roles are {string.Join(", ", All)}."),
    };
}
