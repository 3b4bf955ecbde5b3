using Ledger.Projections.Domain.Reading;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.States;

namespace Ledger.Projections.Domain.Views;

/// <summary>Value that was set aside for a purchase (domain.md §1 hold).</summary>
/// <param name="Account">Number of the account that it was made for.</param>
/// <param name="Position">Position of the event that made it, by which lists are ordered.</param>
/// <param name="Amount">The amount that was set aside at first.</param>
/// <param name="Captured">The part that was spent; the rest went back.</param>
/// <param name="Order">"source/orderId" of the order it is for; null: none.</param>
/// <param name="EndedAt">When it was captured, released or expired; null while it is open.</param>
public sealed record HoldRow(
    long Account, long Position, string Owner, string Unit, decimal Amount, HoldState State, DateTimeOffset HeldAt,
    DateTimeOffset ExpiresAt, decimal? Captured = null, string? Order = null, string? PartnerId = null, DateTimeOffset? EndedAt = null);

/// <summary>Changes the rows of holds. The money of a claim on a fund is held too, but is shown with the claim.</summary>
public static class HoldView
{
    /// <summary>Whether an entry is about a hold and not about a claim's money.</summary>
    public static bool Concerns(HoldEntryData seen) => seen.Unit != Units.Fund;

    public static HoldRow Open(HeldData seen, long account, long position)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return new HoldRow(
            account, position, seen.Owner, seen.Unit, seen.Moves.Sum(move => move.Amount), HoldState.Held, seen.EffectiveAt, seen.ExpiresAt,
            Order: seen.Order, PartnerId: seen.PartnerId);
    }

    public static HoldRow Apply(HoldRow row, HoldEntryData seen)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(seen);
        return seen switch
        {
            CaptureData => Ended(HoldState.Captured) with { Captured = seen.Moves.Sum(move => move.Amount) },
            ReleaseData => row.State switch
            {
                // The release of what a capture left keeps the state captured.
                HoldState.Captured => row,
                HoldState.Held or HoldState.Released or HoldState.Expired => Ended(HoldState.Released),
            },
            HoldExpiryData => Ended(HoldState.Expired),
            _ => throw new ArgumentException("It is no end of a hold that views know.", nameof(seen)),
        };

        HoldRow Ended(HoldState state) => row with { State = state, EndedAt = seen.EffectiveAt };
    }
}
