using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>An account came to a tier, or went from one.</summary>
/// <param name="From">Null: it had none, because it had neither an order nor a change of tier before.</param>
/// <param name="To">Null: it was merged into another account.</param>
public readonly record struct TierChange(string? From, string? To);

/// <summary>
/// What an event changes in the number of accounts of each tier. Of each tier, what came less what went is the accounts that have it: a
/// first order comes from nowhere, and a merged account goes nowhere.
/// </summary>
public static class TierChangeView
{
    /// <summary>The changes, in their order; nearly always none.</summary>
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
