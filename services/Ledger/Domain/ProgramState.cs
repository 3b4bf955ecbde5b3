using Ledger.Contracts.V1;
using Ledger.Domain.Contests;
using Ledger.Domain.Periods;
using Ledger.Domain.Programs;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain;

/// <summary>
/// A program, folded from its stream: its versions, clock, rates, contests, periods and accounting. Immutable; each event gives the next
/// value.
/// </summary>
/// <param name="Catalog">Published versions.</param>
/// <param name="Clock">What moves its clock.</param>
/// <param name="ClockAt">
/// The time that a manual clock was advanced to, or at which the program went live; the earliest instant before either.
/// </param>
/// <param name="Drafts">Documents that are not published yet, by version.</param>
/// <param name="Published">Documents as published, by version.</param>
/// <param name="Retired">Published versions that were retired: they take no more orders.</param>
/// <param name="StreamVersion">Version of the program's stream.</param>
public sealed record ProgramState(
    ProgramCatalog Catalog, ClockMode Clock, DateTimeOffset ClockAt, IReadOnlyDictionary<int, ProgramDrafted> Drafts,
    IReadOnlyDictionary<int, ProgramPublished> Published, IReadOnlySet<int> Retired, long StreamVersion)
{
    /// <summary>
    /// The catalog now, and as it was before each change, latest first. The check of stored due times accepts a time that any of them
    /// gives.
    /// </summary>
    public IEnumerable<ProgramCatalog> CatalogsInTime => [Catalog, .. Before];

    /// <summary>Rates of exchange (mechanics.md §10).</summary>
    public CurrencyRates Rates { get; init; } = CurrencyRates.None;

    /// <summary>The challenges closed and the draws announced or held (mechanics.md §8, §9).</summary>
    public ProgramContests Contests { get; init; } = ProgramContests.Empty;

    /// <summary>The periods that were closed.</summary>
    public AccountingPeriods Periods { get; init; } = AccountingPeriods.Empty;

    /// <summary>The accounts of the general ledger that its books are posted to; null before they are set.</summary>
    public AccountingSet? Accounting { get; init; }

    /// <summary>
    /// No account's clock is before this: the later of what the program's clock was advanced to and the end of the last closed period.
    /// </summary>
    public DateTimeOffset Floor => ClockAt > Periods.ClosedUntil ? ClockAt : Periods.ClosedUntil;

    /// <summary>
    /// The program's time at each change of its versions, latest first. Such a change may set an account's stored due time to this, so that
    /// the account is planned again.
    /// </summary>
    public IReadOnlyList<DateTimeOffset> ChangedAt { get; init; } = [];

    private IReadOnlyList<ProgramCatalog> Before { get; init; } = [];

    public static ProgramState Empty(string program) =>
        new(
            ProgramCatalog.Empty(program), ClockMode.Wall, DateTimeOffset.MinValue, new Dictionary<int, ProgramDrafted>(),
            new Dictionary<int, ProgramPublished>(), new HashSet<int>(), 0);

    /// <summary>The state after an event of the program's stream.</summary>
    public ProgramState After(ILedgerEvent happened)
    {
        var next = this with { StreamVersion = StreamVersion + 1 };
        return happened switch
        {
            ProgramDrafted drafted => next with
            {
                Clock = ClockModeNames.Of(drafted.Clock),
                Drafts = new Dictionary<int, ProgramDrafted>(Drafts) { [drafted.Version] = drafted },
            },
            ProgramPublished published => next.Changed(ClockModeNames.Of(published.Clock), published.RecordedAt) with
            {
                Catalog = Catalog.With(
                    ProgramParser.Parse(published.Document).Version
                        ?? throw new InvalidOperationException(
                            $"Version {published.Version} of {published.Program} was published but does not parse."),
                    ClockModeNames.Of(published.Clock) == ClockMode.Manual ? ClockAt : null),
                Contests = Contests.Published(published.Version, TimeOf(ClockModeNames.Of(published.Clock), published.RecordedAt)),
                Published = new Dictionary<int, ProgramPublished>(Published) { [published.Version] = published },
            },
            ProgramRetired retired => next.Changed(Clock, retired.RecordedAt) with
            {
                Catalog = Catalog.Retire(retired.Version),
                Retired = new HashSet<int>(Retired) { retired.Version },
            },
            ClockAdvanced advanced => next with
            {
                Clock = ClockModeNames.Of(advanced.Clock),
                ClockAt = advanced.EffectiveAt > ClockAt ? advanced.EffectiveAt : ClockAt,
            },
            RateRecorded rate => next with { Rates = Rates.With(rate.Currency, rate.From, rate.Rate) },
            PeriodCloseRequested or PeriodClosed => next with { Periods = Periods.After(happened) },
            AccountingSet set => next with { Accounting = set },
            ChallengeClosed or DrawAnnounced or DrawHeld => next with { Contests = Contests.After(happened) },
            _ => throw new System.Diagnostics.UnreachableException($"No program takes a {happened?.GetType().Name}."),
        };
    }

    private ProgramState Changed(ClockMode clock, DateTimeOffset recordedAt) =>
        this with { Before = [Catalog, .. Before], Clock = clock, ChangedAt = [TimeOf(clock, recordedAt), .. ChangedAt] };

    private DateTimeOffset TimeOf(ClockMode clock, DateTimeOffset recordedAt) => clock == ClockMode.Manual ? ClockAt : recordedAt;
}
