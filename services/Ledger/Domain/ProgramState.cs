using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Ledger.Domain;

/// <summary>What a program's stream tells: its published versions and its clock. Immutable; each event gives the next one.</summary>
/// <param name="Catalog">Published versions.</param>
/// <param name="Clock">wall or manual.</param>
/// <param name="ClockAt">Every account's clock is at least this; the earliest instant before the first advance.</param>
/// <param name="Drafts">Documents that are not published yet, by version.</param>
/// <param name="Published">Documents as published, by version.</param>
/// <param name="Retired">Published versions that take no more orders.</param>
/// <param name="StreamVersion">Version of the program's stream.</param>
public sealed record ProgramState(
    ProgramCatalog Catalog, string Clock, DateTimeOffset ClockAt, IReadOnlyDictionary<int, ProgramDrafted> Drafts,
    IReadOnlyDictionary<int, ProgramPublished> Published, IReadOnlySet<int> Retired, long StreamVersion)
{
    public const string Wall = "wall";
    public const string Manual = "manual";

    /// <summary>The catalog now, and as it was before each change, latest first: what was planned under one of them was planned rightly then.</summary>
    public IEnumerable<ProgramCatalog> CatalogsInTime => [Catalog, .. Before];

    private IReadOnlyList<ProgramCatalog> Before { get; init; } = [];

    public static ProgramState Empty(string program) =>
        new(ProgramCatalog.Empty(program), Wall, DateTimeOffset.MinValue, new Dictionary<int, ProgramDrafted>(), new Dictionary<int, ProgramPublished>(), new HashSet<int>(), 0);

    /// <summary>The state after an event of the program's stream.</summary>
    public ProgramState After(ILedgerEvent happened)
    {
        var next = this with { StreamVersion = StreamVersion + 1 };
        return happened switch
        {
            ProgramDrafted drafted => next with { Clock = drafted.Clock, Drafts = new Dictionary<int, ProgramDrafted>(Drafts) { [drafted.Version] = drafted } },
            ProgramPublished published => next with
            {
                Before = [Catalog, .. Before],
                Clock = published.Clock,
                Catalog = Catalog.With(ProgramParser.Parse(published.Document).Version
                    ?? throw new InvalidOperationException($"Version {published.Version} of {published.Program} was published but does not parse.")),
                Published = new Dictionary<int, ProgramPublished>(Published) { [published.Version] = published },
            },
            ProgramRetired retired => next with { Before = [Catalog, .. Before], Catalog = Catalog.Retire(retired.Version), Retired = new HashSet<int>(Retired) { retired.Version } },
            ClockAdvanced advanced => next with { Clock = advanced.Clock, ClockAt = advanced.EffectiveAt > ClockAt ? advanced.EffectiveAt : ClockAt },
            _ => throw new System.Diagnostics.UnreachableException($"No program takes a {happened?.GetType().Name}."),
        };
    }
}
