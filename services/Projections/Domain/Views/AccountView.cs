namespace Ledger.Projections.Domain;

/// <summary>An account's standing, apart from its metric, which the months move without an event.</summary>
/// <param name="Number">Short key of the account in the tables.</param>
/// <param name="Clock">The largest effective time among its events.</param>
/// <param name="Entries">Sequence of the last entry.</param>
/// <param name="Tier">Absent before the first order was evaluated.</param>
public sealed record AccountRow(
    long Number, DateTimeOffset Clock, long Entries = 0, long Orders = 0, DateTimeOffset? FirstOrderAt = null,
    string? Tier = null, DateTimeOffset? Since = null, DateTimeOffset? GraceUntil = null);

/// <summary>Standings.</summary>
public static class AccountView
{
    /// <summary>What every event of the account does.</summary>
    public static AccountRow Tick(AccountRow row, SeenAccountEvent seen) => seen.EffectiveAt > row.Clock ? row with { Clock = seen.EffectiveAt } : row;

    /// <exception cref="EntryGapException">The entry is not the next one.</exception>
    public static AccountRow Apply(AccountRow row, SeenEntry entry) =>
        entry.Sequence == row.Entries + 1 ? row with { Entries = entry.Sequence } : throw new EntryGapException(entry.AccountId, row.Entries + 1, entry.Sequence);

    public static AccountRow Apply(AccountRow row, SeenOrder order) => row with
    {
        Orders = row.Orders + 1,
        FirstOrderAt = row.FirstOrderAt < order.PlacedAt ? row.FirstOrderAt : order.PlacedAt,
    };

    /// <summary>The first evaluation of the first order shows the tier that accounts start with.</summary>
    public static AccountRow Apply(AccountRow row, SeenEvaluation evaluation, DateTimeOffset placedAt) =>
        row.Tier is null ? row with { Tier = evaluation.Evaluation.Frozen.Tier, Since = placedAt } : row;

    public static AccountRow Apply(AccountRow row, SeenTierChange change) => row with { Tier = change.Tier, Since = change.EffectiveAt, GraceUntil = change.GraceUntil };

    public static AccountRow Apply(AccountRow row, SeenReview review) => row with { GraceUntil = review.GraceUntil };
}

/// <summary>An account's entries are numbered without gaps; the log says otherwise.</summary>
public sealed class EntryGapException(string account, long expected, long found)
    : Exception($"Account {account} has entry {found} where {expected} is next.");
