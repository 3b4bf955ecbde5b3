using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Due;
using Ledger.Domain.Orders;
using Ledger.Domain.Postings;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Merging;

/// <summary>
/// Merges one account into another (domain.md §4 merge): orders, lots and holds move; the later clock counts; metrics are summed; the
/// higher tier is kept with its own since and grace; closed rebates stay; the old id remains an alias.
/// </summary>
internal sealed class MergeAccountsKind : CommandKind<MergeAccounts>
{
    protected override string? AccountOf(MergeAccounts command) => command.AccountId;

    protected override string? OtherOf(MergeAccounts command) => command.Into;

    protected override CommandEnd Decide(CommandScope scope, MergeAccounts command)
    {
        var (from, into) = (scope.Recorder, scope.Other!);
        if (from.Account.MergedInto is { } went) return AlreadyMerged(from.Account.Id, scope.Survivor ?? went);
        if (from == into)
        {
            return CommandEnd.Refuse(
                Refusals.SameAccount, $"{command.Into} is account {from.Account.Id}; an account is merged into another.");
        }
        if (!from.Account.IsKnown) return CommandEnd.Refuse(Refusals.UnknownAccount, $"Nothing is known of account {command.AccountId}.");
        if (!into.Account.IsKnown) return CommandEnd.Refuse(Refusals.UnknownAccount, $"Nothing is known of account {command.Into}.");

        var now = Later(scope.NowOf(from), scope.NowOf(into));
        DueWork.CarryOut(from, now);
        DueWork.CarryOut(into, now);
        var (a, b, recordedAt) = (from.Account, into.Account, from.RecordedAt);
        var standing = StandingOf(from, into, now);
        var belongings = new Belongings(a, b);
        var holdings = belongings.Events(now, recordedAt).ToList();
        var mechanics = belongings.Mechanics(now, recordedAt).ToList();
        from.Emit(new AccountsMerged(a.Program, a.Id, command.Key, a.Id, b.Id, now, recordedAt, command.Reason, command.Principal));
        into.Emit(new AccountsMerged(b.Program, b.Id, command.Key, a.Id, b.Id, now, recordedAt, command.Reason, command.Principal));
        into.Emit(standing);
        foreach (var moved in holdings) into.Emit(moved);
        foreach (var moved in mechanics) into.Emit(moved);
        MoveValue(scope, belongings, command, now);
        return CommandEnd.Done(new CommandReply(command.Key, "merged", b.Id, now, Of: a.Id));
    }

    private static CommandEnd AlreadyMerged(string id, string survivor) =>
        new(Outcome.Reject(Refusals.AlreadyMerged, $"Account {id} was merged already; it is account {survivor} now.") with
        {
            MergedInto = survivor,
        });

    // One entry for each wallet in each account; then what the survivor's wallet owes is paid at once.
    private static void MoveValue(CommandScope scope, Belongings belongings, MergeAccounts command, DateTimeOffset now)
    {
        var (from, into) = (scope.Recorder, scope.Other!);
        var posting = new PostingContext(scope.Cause(command.Reason), from.Catalog.VersionForDueWork(now).Version, now);
        foreach (var (wallet, amount, leaving, arriving) in belongings.Value())
        {
            from.Move<PointsMerged>(
                wallet, -amount, leaving, posting,
                with: entry => entry with { MergeId = command.Key, OtherAccountId = into.Account.Id });
            into.Move<PointsMerged>(
                wallet, amount, arriving, posting,
                with: entry => entry with { MergeId = command.Key, OtherAccountId = from.Account.Id });
            PayArrears.From(into, wallet, posting);
        }
    }

    private static StandingMoved StandingOf(Recorder from, Recorder into, DateTimeOffset now)
    {
        var (a, b) = (from.Account, into.Account);
        var closed = a.Inherited.Values.Concat(a.Rebates.Values.Where(period => period.IsClosed));
        return new StandingMoved(
            a.Program,
            b.Id,
            a.Id,
            a.Orders,
            ScopesOf(a.Measures),
            [.. a.Measures.PointMonths],
            [.. a.Rebates.Values.Where(period => !period.IsClosed).Select(period => period.Opened)],
            [
                .. closed.Select(period => new RebatePeriodClosed(
                    period.ClosedBy ?? a.Id, period.Opened, period.Basis!.Value, period.Amount)),
            ],
            [
                .. a.Aliases.Values.Select(alias => new AccountAlias(alias.Id, alias.Into, ScopesOf(alias.Measures))),
                new AccountAlias(a.Id, b.Id, ScopesOf(InheritedPeriods.OwnMeasures(a))),
            ],
            now,
            from.RecordedAt,
            a.FirstOrderAt,
            HigherTier(from.Catalog, a, b, now)
        );
    }

    private static IReadOnlyList<ScopeMonths> ScopesOf(Measures measures) =>
        [.. measures.ToMessage().Select(scope => new ScopeMonths(scope.Key, scope.Value))];

    // The merged account's tier, if it is above the survivor's as the version in force ranks them; null when the survivor keeps its own.
    private static TierHeld? HigherTier(ProgramCatalog catalog, Account a, Account b, DateTimeOffset now)
    {
        if (a.Tier is not { } tier) return null;
        var version = catalog.VersionForDueWork(now);
        if (b.Tier is { } other && Place(tier) <= Place(other)) return null;
        return new TierHeld(tier, a.TierSince, a.GraceUntil, a.ReviewedAt);

        int Place(string id) => version.TierIndex(TierRules.InVersion(catalog, version, id));
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
