using Ledger.Rules.Domain;

namespace Ledger.Domain.Programs;

/// <summary>What moves a program's clock (domain.md §4).</summary>
public enum ClockMode
{
    /// <summary>The wall clock: live operation.</summary>
    Wall,

    /// <summary>Nothing but an advance: imported history and rehearsals.</summary>
    Manual,
}

/// <summary>The names of the modes of clocks, as they are stored and shown.</summary>
public static class ClockModeNames
{
    public const string Wall = "wall";
    public const string Manual = "manual";

    /// <summary>The names of all modes, in the order of documents.</summary>
    public static IReadOnlyList<string> All { get; } = [Wall, Manual];

    /// <summary>The mode that an event or a request names.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public static ClockMode Of(string name) => name switch
    {
        Wall => ClockMode.Wall,
        Manual => ClockMode.Manual,
        _ => throw new UnknownNameException("clock mode", name),
    };

    /// <summary>The name of a mode.</summary>
    public static string NameOf(ClockMode mode) => mode switch
    {
        ClockMode.Wall => Wall,
        ClockMode.Manual => Manual,
    };
}
