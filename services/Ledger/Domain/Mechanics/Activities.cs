using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;

namespace Ledger.Domain.Mechanics;

/// <summary>Activities and their revocations (mechanics.md §2). The points they earn are posted by entries, like any other value.</summary>
internal sealed class Activities : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events =>
    [
        AccountCase.On<ActivityRecorded>(Recorded),
        AccountCase.On<RevocationRecorded>(Revoked),
    ];

    private static Account Recorded(Account account, ActivityRecorded recorded)
    {
        var (evaluation, mechanics) = (recorded.Evaluation, account.Mechanics);
        var number = mechanics.ActivitiesRecorded + 1;
        var activity = new RecordedActivity(
            recorded.ActivityId, recorded.Activity, recorded.CompletedAt, recorded.Month, number, evaluation.ProgramVersion,
            evaluation.Owners, [.. evaluation.Rules.Where(outcome => outcome.Applied).Select(outcome => outcome.Rule)], recorded.ContactId,
            recorded.PartnerId, recorded.Score);
        return Counted(WithFirstTier(account, recorded.CompletedAt), recorded.Month, evaluation.Points) with
        {
            Mechanics = mechanics with { Activities = mechanics.Activities.Set(activity.Id, activity), ActivitiesRecorded = number },
        };
    }

    private static Account Revoked(Account account, RevocationRecorded revoked)
    {
        var activity = account.Mechanics.Activities[revoked.ActivityId];
        return Counted(account, activity.Month, -activity.Owners.Sum(owner => owner.Points)) with
        {
            Mechanics = account.Mechanics with
            {
                Activities = account.Mechanics.Activities.Set(activity.Id, activity with { IsRevoked = true }),
            },
        };
    }

    private static Account Counted(Account account, int month, long points)
    {
        if (points == 0) return account;
        var measures = account.Measures.Clone();
        measures.AddPointsOfActivities(month, points);
        return account with { Measures = measures };
    }

    /// <summary>
    /// The account after a fact that is not about an order. If that fact is the account's first, it is in the lowest tier since the fact's
    /// own time (mechanics.md §1).
    /// </summary>
    /// <param name="at">The fact's own time.</param>
    public static Account WithFirstTier(Account account, DateTimeOffset at) =>
        account.Tier is null ? account with { Tier = Account.LowestTier, TierSince = at } : account;
}
