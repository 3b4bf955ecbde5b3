using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>An account's standing, apart from its metric, which the months move without an event.</summary>
/// <param name="Number">Short key of the account in the tables.</param>
/// <param name="Clock">The largest effective time among its events.</param>
/// <param name="Entries">Sequence of the last entry.</param>
/// <param name="Tier">
/// Absent before the first order was evaluated or the tier changed, and after a merge into another account: the lowest.
/// </param>
/// <param name="Since">Since when it has its tier; absent before the first fact and after a merge into another account.</param>
/// <param name="MergedInto">The account that it was merged into.</param>
/// <param name="Absorbed">Numbers of the accounts that were merged into it, directly or before: the rows of their orders are its
/// rows.</param>
public sealed record AccountRow(
    long Number, DateTimeOffset Clock, long Entries = 0, long Orders = 0, DateTimeOffset? FirstOrderAt = null,
    string? Tier = null, DateTimeOffset? Since = null, DateTimeOffset? GraceUntil = null,
    string? MergedInto = null, IReadOnlyList<long>? Absorbed = null)
{
    /// <summary>Its own number and those of its aliases.</summary>
    public IEnumerable<long> Numbers => [Number, .. Absorbed ?? []];
}

/// <summary>Standings.</summary>
public static class AccountView
{
    /// <summary>What every event of the account does.</summary>
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

    /// <summary>An activity, a purchase or an opening balance may be the account's first: its lowest tier begins at the time that it
    /// says.</summary>
    public static AccountRow Begin(AccountRow row, DateTimeOffset said)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Since is null ? row with { Since = said } : row;
    }

    /// <summary>The first evaluation of the first order shows the tier that accounts start with, if no fact before it did.</summary>
    public static AccountRow Apply(AccountRow row, EvaluationData evaluation, DateTimeOffset placedAt) =>
        row.Tier is null ? row with { Tier = evaluation.Evaluation.Frozen.Tier, Since = row.Since ?? placedAt } : row;

    public static AccountRow Apply(AccountRow row, TierChangeData change) => row with
    {
        Tier = change.Tier,
        Since = change.EffectiveAt,
        GraceUntil = change.GraceUntil,
    };

    /// <summary>What the merged account keeps: its clock, entries and totals. Its months stay in their table, where nobody reads
    /// them.</summary>
    public static AccountRow Leave(AccountRow row, MergeData merge) =>
        new(row.Number, row.Clock, row.Entries, MergedInto: merge.SurvivorId, Absorbed: row.Absorbed);

    /// <summary>The survivor stands for what came, and for what had come to that before.</summary>
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

/// <summary>An account's entries are numbered without gaps; the log says otherwise.</summary>
public sealed class EntryGapException(string account, long expected, long found)
    : Exception($"Account {account} has entry {found} where {expected} is next.");
