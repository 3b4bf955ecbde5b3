using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>An account's standing without its metric, which changes from month to month without an event.</summary>
/// <param name="Number">The account's key in the views' tables.</param>
/// <param name="Clock">The largest effective time among its events.</param>
/// <param name="Entries">Number of the last entry.</param>
/// <param name="Tier">
/// The tier; null stands for the lowest: before the first evaluation or change of tier, and after a merge into another account.
/// </param>
/// <param name="Since">Since when it has the tier; null before the first fact and after a merge into another account.</param>
/// <param name="MergedInto">The account that it was merged into; null: none.</param>
/// <param name="Absorbed">
/// Numbers of the accounts that were merged into it, directly or over others: the rows of their orders count as its own.
/// </param>
public sealed record AccountRow(
    long Number, DateTimeOffset Clock, long Entries = 0, long Orders = 0, DateTimeOffset? FirstOrderAt = null,
    string? Tier = null, DateTimeOffset? Since = null, DateTimeOffset? GraceUntil = null,
    string? MergedInto = null, IReadOnlyList<long>? Absorbed = null)
{
    /// <summary>Its own number and those of its aliases.</summary>
    public IEnumerable<long> Numbers => [Number, .. Absorbed ?? []];
}

/// <summary>Changes the rows of accounts.</summary>
public static class AccountView
{
    /// <summary>Moves the account's clock, as every event of the account does.</summary>
    public static AccountRow Tick(AccountRow row, AccountEventData seen) =>
        seen.EffectiveAt > row.Clock ? row with { Clock = seen.EffectiveAt } : row;

    /// <exception cref="EntryGapException">The entry is not the next one.</exception>
    public static AccountRow Apply(AccountRow row, EntryData entry) =>
        entry.Sequence == row.Entries + 1
            ? row with
            {
                Entries = entry.Sequence,
            }
            : throw new EntryGapException(entry.AccountId, row.Entries + 1, entry.Sequence);

    public static AccountRow Apply(AccountRow row, OrderData order) => row with
    {
        Orders = row.Orders + 1,
        FirstOrderAt = row.FirstOrderAt < order.PlacedAt ? row.FirstOrderAt : order.PlacedAt,
    };

    /// <summary>
    /// Begins the account with an activity, a purchase or an opening balance if it is its first fact: the lowest tier then begins at that
    /// fact's own time.
    /// </summary>
    public static AccountRow Begin(AccountRow row, DateTimeOffset said)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Since is null ? row with { Since = said } : row;
    }

    /// <summary>
    /// Applies an evaluation. That of the account's first order gives the tier that accounts start with, unless an earlier fact did.
    /// </summary>
    public static AccountRow Apply(AccountRow row, EvaluationData evaluation, DateTimeOffset placedAt) =>
        row.Tier is null ? row with { Tier = evaluation.Evaluation.Frozen.Tier, Since = row.Since ?? placedAt } : row;

    public static AccountRow Apply(AccountRow row, TierChangeData change) => row with
    {
        Tier = change.Tier,
        Since = change.EffectiveAt,
        GraceUntil = change.GraceUntil,
    };

    /// <summary>The row of the merged account after the merge: it keeps its clock, entries and totals, but no standing.</summary>
    public static AccountRow MergedAway(AccountRow row, MergeData merge) =>
        new(row.Number, row.Clock, row.Entries, MergedInto: merge.SurvivorId, Absorbed: row.Absorbed);

    /// <summary>The survivor's row after the merge: it has absorbed the merged account and everything that one had absorbed.</summary>
    public static AccountRow Absorb(AccountRow row, AccountRow merged) =>
        row with
        {
            Absorbed = [.. row.Absorbed ?? [], .. merged.Numbers],
        };

    public static AccountRow Apply(AccountRow row, StandingMovedData moved)
    {
        var summed = row with
        {
            Orders = row.Orders + moved.Orders,
            FirstOrderAt = row.FirstOrderAt is null || moved.FirstOrderAt < row.FirstOrderAt ? moved.FirstOrderAt : row.FirstOrderAt,
        };
        return moved.Tier is { } tier ? summed with { Tier = tier.Tier, Since = tier.Since, GraceUntil = tier.GraceUntil } : summed;
    }

    public static AccountRow Apply(AccountRow row, ReviewData review) => row with { GraceUntil = review.GraceUntil };
}

/// <summary>An entry of the log does not have the next number, although an account's entries are numbered without gaps.</summary>
public sealed class EntryGapException(string account, long expected, long found)
    : Exception($"Account {account} has entry {found} where {expected} is next.");
