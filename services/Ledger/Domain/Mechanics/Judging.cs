using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Mechanics;

/// <summary>
/// Segments, then perks, then the loyalty kind are judged after every recorded fact and at each local month boundary (mechanics.md §6). In
/// between, the last outcome stays in force.
/// </summary>
internal sealed class Judging : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events =>
    [
        AccountCase.On<SegmentEntered>((account, entered) => With(account, judged => judged with
        {
            Segments = [.. judged.Segments, entered.Segment],
        })),
        AccountCase.On<SegmentLeft>((account, left) => With(account, judged => judged with
        {
            Segments = Without(judged.Segments, left.Segment),
        })),
        AccountCase.On<PerkGained>((account, gained) => With(account, judged => judged with { Perks = [.. judged.Perks, gained.Perk] })),
        AccountCase.On<PerkLost>((account, lost) => With(account, judged => judged with { Perks = Without(judged.Perks, lost.Perk) })),
        AccountCase.On<LoyaltyChanged>((account, changed) =>
            With(account, judged => judged with { Loyalty = LoyaltyKindNames.Of(changed.Loyalty) })),
    ];

    public override IEnumerable<DueKind> Due => [new MonthBoundary()];

    public override void Conclude(Recorder recorder)
    {
        if (recorder.Catalog.Judges && recorder.Account.MergedInto is null) Judge(recorder, recorder.Clock);
    }

    /// <summary>The segments, perks and loyalty kind at a time, by the version in force then.</summary>
    public static Judgement Outcome(ProgramCatalog catalog, Account account, DateTimeOffset at)
    {
        var version = catalog.VersionForDueWork(at);
        if (!JudgingRules.Judges(version)) return Judgement.Nothing;
        var orders = LoyaltyRules.Orders(version.Calendar, account.Measures, at);
        return JudgingRules.Judge(catalog, version, Standings.Of(catalog, version, account, at), orders, at);
    }

    /// <summary>Whether two outcomes have the same segments, perks and loyalty kind; order does not count.</summary>
    public static bool AreSame(Judgement a, Judgement b) =>
        a.Loyalty == b.Loyalty && a.Segments.Count == b.Segments.Count && a.Perks.Count == b.Perks.Count
            && a.Segments.All(b.Segments.Contains) && a.Perks.All(b.Perks.Contains);

    /// <summary>Judges the account and records what changed.</summary>
    public static void Judge(Recorder recorder, DateTimeOffset at)
    {
        var account = recorder.Account;
        var (before, after) = (account.Mechanics.Judged, Outcome(recorder.Catalog, account, at));
        if (AreSame(before, after)) return;
        var (program, id, recordedAt) = (account.Program, account.Id, recorder.RecordedAt);
        var version = recorder.Catalog.VersionForDueWork(at).Version;
        foreach (var left in before.Segments.Except(after.Segments))
        {
            recorder.Emit(new SegmentLeft(program, id, left, version, at, recordedAt));
        }

        foreach (var entered in after.Segments.Except(before.Segments))
        {
            recorder.Emit(new SegmentEntered(program, id, entered, version, at, recordedAt));
        }

        foreach (var lost in before.Perks.Except(after.Perks)) recorder.Emit(new PerkLost(program, id, lost, version, at, recordedAt));
        foreach (var gained in after.Perks.Except(before.Perks))
        {
            recorder.Emit(new PerkGained(program, id, gained, version, at, recordedAt));
        }
        if (before.Loyalty == after.Loyalty) return;
        recorder.Emit(new LoyaltyChanged(
            program, id, LoyaltyKindNames.NameOf(before.Loyalty), LoyaltyKindNames.NameOf(after.Loyalty), version, at, recordedAt));
    }

    private static Account With(Account account, Func<Judgement, Judgement> change) =>
        account with { Mechanics = account.Mechanics with { Judged = change(account.Mechanics.Judged) } };

    private static List<string> Without(IReadOnlyList<string> ids, string id) => [.. ids.Where(one => one != id)];
}

/// <summary>
/// The judging at a local month boundary. Only a boundary at which the outcome changes is due work, so nothing is recorded for accounts
/// that stay as they are. An account that time alone cannot change is not planned at all. For the others, planning judges up to twelve
/// boundaries ahead, so the sweeper looks at an idle account when its outcome changes, or once a year.
/// </summary>
internal sealed class MonthBoundary : DueKind
{
    private const int BoundariesAhead = 12;

    public override DateTimeOffset? NextAt(ProgramCatalog catalog, Account account) => LookAgainAt(catalog, account, account.Clock);

    public override DateTimeOffset? NextAt(ProgramCatalog catalog, Account account, DateTimeOffset until)
    {
        if (!account.IsKnown) return null;
        // Other work of this boundary may already have moved the clock to it, so the search begins just before the clock.
        var at = MayChangeAt(catalog, account, Before(account.Clock));
        while (at is { } boundary && boundary <= until && !Changes(catalog, account, boundary))
        {
            at = MayChangeAt(catalog, account, boundary);
        }
        return at <= until ? at : null;
    }

    public override DateTimeOffset? LookAgainAt(ProgramCatalog catalog, Account account, DateTimeOffset after)
    {
        var at = MayChangeAt(catalog, account, after);
        for (var judged = 1; judged < BoundariesAhead && at is { } boundary && !Changes(catalog, account, boundary); judged++)
        {
            at = MayChangeAt(catalog, account, boundary);
        }

        return at;
    }

    public override bool DependsOn(ProgramCatalog catalog) => catalog.Judges;

    public override void CarryOut(Recorder recorder, DateTimeOffset at) => Judging.Judge(recorder, recorder.WhenDue(at));

    private static bool Changes(ProgramCatalog catalog, Account account, DateTimeOffset boundary) =>
        !catalog.CameAfter(boundary, catalog.VersionForDueWork(boundary))
            && !Judging.AreSame(account.Mechanics.Judged, Judging.Outcome(catalog, account, boundary));

    // The first boundary after a time at which the outcome may change; null where time alone never changes it.
    private static DateTimeOffset? MayChangeAt(ProgramCatalog catalog, Account account, DateTimeOffset after)
    {
        if (!catalog.Judges || !account.IsKnown || account.MergedInto is not null) return null;
        var version = catalog.VersionForDueWork(after);
        var calendar = version.Calendar;
        if (JudgingRules.DependOnTime(version, account.Mechanics.Terms.Count > 0)) return After(calendar.NextMonth(after), after);
        DateTimeOffset? loyalty = LoyaltyRules.FallsShortIn(calendar, account.Measures, after) is { } month
            ? calendar.StartOfMonth(month)
            : null;

        // A version that takes effect later may judge differently from its first boundary on.
        var other = NextVersionAt(catalog, after) is { } from
            ? (calendar.StartOfMonth(calendar.MonthOf(from)) == from ? from : calendar.NextMonth(from))
            : (DateTimeOffset?)null;
        return After(loyalty is null || other < loyalty ? other : loyalty, after);
    }

    private static DateTimeOffset? NextVersionAt(ProgramCatalog catalog, DateTimeOffset after) =>
        catalog.Versions.Where(other => other.EffectiveFrom > after).Min(other => (DateTimeOffset?)other.EffectiveFrom);

    // At the end of the calendar the next boundary is not after the time: then none follows.
    private static DateTimeOffset? After(DateTimeOffset? boundary, DateTimeOffset after) => boundary > after ? boundary : null;

    private static DateTimeOffset Before(DateTimeOffset clock) => clock > DateTimeOffset.MinValue ? clock.AddTicks(-1) : clock;
}
