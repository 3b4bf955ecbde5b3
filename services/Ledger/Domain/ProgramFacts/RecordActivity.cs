using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Due;
using Ledger.Domain.Mechanics;
using Ledger.Domain.Orders;
using Ledger.Domain.Postings;
using Ledger.Domain.Programs;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.ProgramFacts;

/// <summary>Records an activity and what it earns (mechanics.md §2).</summary>
internal static class RecordActivity
{
    public static Outcome Decide(Recorder recorder, ActivityCompleted completed, string hash)
    {
        var version = recorder.Catalog.VersionForOrder(completed.CompletedAt);
        if (version is null)
        {
            return Outcome.Reject(Refusals.NoVersionEffective, $"No version of program {completed.Program} is effective at completedAt.");
        }
        if (Partners.Refusal(version, completed.PartnerId) is { } unknown) return unknown;

        var now = recorder.NotBefore(completed.CompletedAt);
        DueWork.CarryOut(recorder, now);
        var before = recorder.Account;
        var standing = Standings.Of(recorder.Catalog, version, before, completed.CompletedAt);
        var evaluation = ActivityRules.Evaluate(recorder.Catalog, version, completed, standing, before.Mechanics.Rewarded());
        recorder.EmitForFact(new ActivityRecorded(
                completed.Program, before.Id, completed.ActivityId, completed.Activity, completed.CompletedAt,
                version.Calendar.MonthOf(completed.CompletedAt), evaluation, hash, now, recorder.RecordedAt, completed.ContactId,
                completed.PartnerId, completed.Score, completed.Reference, completed.Tags));
        var fact = new RecordedFact(
            RecordedFactKind.ActivityCompleted, before, null, now, new Cause(CauseKindNames.Activity, Activity: completed.ActivityId));
        foreach (var owner in evaluation.Owners)
        {
            var target = TargetOf(version, completed.ActivityId, completed.CompletedAt, completed.PartnerId, owner.Owner, []);
            var components = evaluation.Rules.Where(outcome => outcome.Applied && outcome.Owner == owner.Owner)
                .Select(outcome => new Component(outcome.Rule, Exact.One, outcome.Points, outcome.Points)).ToList();
            RuledCredit.Change(recorder, target, 0, owner.Points, version, fact, components);
        }

        fact.Follow(recorder);
        return Outcome.Recorded;
    }

    /// <summary>The wallet, lots and dates that an activity credits for one owner.</summary>
    public static CreditTarget TargetOf(
        ProgramVersion version, string activityId, DateTimeOffset completedAt, string? partner, string owner, IReadOnlyList<Lot> lots) =>
            new(
                new WalletKey(owner, Units.Points), lots, ActivityRules.ActivatesAt(version, completedAt),
                version.Calendar.ExpiryOf(completedAt, version.Points.Expiry),
                from => version.Calendar.ExpiryOf(from, version.Points.Expiry), IsFirst: true, Activity: activityId,
                Partner: Partners.FunderOf(version, partner));
}

/// <summary>Takes the whole of an activity back by the rule for returns (mechanics.md §2).</summary>
internal static class RecordRevocation
{
    public static Outcome Decide(Recorder recorder, ActivityRevoked revoked, string hash)
    {
        var now = recorder.NotBefore(revoked.RevokedAt);
        DueWork.CarryOut(recorder, now);
        var before = recorder.Account;
        recorder.EmitForFact(new RevocationRecorded(
            revoked.Program, before.Id, revoked.ActivityId, revoked.Reason, revoked.RevokedAt, hash, now, recorder.RecordedAt));
        var activity = before.Mechanics.Activities[revoked.ActivityId];
        var version = recorder.Catalog.Version(activity.ProgramVersion);
        var fact = new RecordedFact(
            RecordedFactKind.ActivityRevoked, before, null, now,
            new Cause(CauseKindNames.Revocation, Reason: revoked.Reason, Activity: activity.Id));
        foreach (var owner in activity.Owners)
        {
            var lots = recorder.Account.Lots.OfOrder(Lot.OfActivity(activity.Id), new WalletKey(owner.Owner, Units.Points));
            if (lots.Count == 0) continue;
            var target = RecordActivity.TargetOf(version, activity.Id, activity.CompletedAt, activity.PartnerId, owner.Owner, lots);
            RuledCredit.Change(recorder, target, owner.Points, 0, version, fact, null);
        }

        fact.Follow(recorder);
        return Outcome.Recorded;
    }
}
