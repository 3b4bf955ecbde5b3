using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>An account entered a tier, left one, or both.</summary>
/// <param name="From">The tier that it left; null when it had neither an order nor a change of tier before.</param>
/// <param name="To">The tier that it entered; null when it was merged into another account.</param>
public readonly record struct TierChange(string? From, string? To);

/// <summary>
/// The changes of tier by an event. For each tier, the entries less the leavings are the accounts that have it: an account's first order
/// enters a tier without leaving one, and a merged account leaves its tier without entering another.
/// </summary>
public static class TierChangeView
{
    /// <summary>The changes by an event, in order; nearly always none.</summary>
    /// <param name="before">The account before the event.</param>
    public static IReadOnlyList<TierChange> Of(AccountRow before, AccountEventData seen)
    {
        ArgumentNullException.ThrowIfNull(before);
        return seen switch
        {
            EvaluationData evaluation when before.Tier is null => [new TierChange(null, evaluation.Evaluation.Frozen.Tier)],
            TierChangeData change when before.Tier is null =>
                [new TierChange(null, change.FromTier), new TierChange(change.FromTier, change.Tier)],
            TierChangeData change => [new TierChange(before.Tier, change.Tier)],
            MergeData merge when merge.AccountId == merge.MergedAccountId && before.Tier is not null => [new TierChange(before.Tier, null)],
            StandingMovedData { Tier: { } held } when held.Tier != before.Tier => [new TierChange(before.Tier, held.Tier)],
            _ => [],
        };
    }
}
