using Ledger.Projections.Domain.Reading;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Domain.Views;

/// <summary>Value that was set aside for a purchase (domain.md §1 hold).</summary>
/// <param name="Account">Number of the account that it was made for.</param>
/// <param name="Position">Position of the event that made it, by which lists are ordered.</param>
/// <param name="Amount">The amount that was set aside at first.</param>
/// <param name="State">held, captured, released or expired.</param>
/// <param name="Captured">The part that was spent; the rest went back.</param>
/// <param name="Order">"source/orderId" of the order it is for; null: none.</param>
/// <param name="EndedAt">When it was captured, released or expired; null while it is open.</param>
public sealed record HoldRow(
    long Account, long Position, string Owner, string Unit, decimal Amount, string State, DateTimeOffset HeldAt, DateTimeOffset ExpiresAt,
    decimal? Captured = null, string? Order = null, string? PartnerId = null, DateTimeOffset? EndedAt = null);

/// <summary>Changes the rows of holds. The money of a claim on a fund is held too, but is shown with the claim.</summary>
public static class HoldView
{
    public const string Held = "held";
    public const string Captured = "captured";
    public const string Released = "released";
    public const string Expired = "expired";

    public static IReadOnlyList<string> States { get; } = [Held, Captured, Released, Expired];

    /// <summary>Whether an entry is about a hold and not about a claim's money.</summary>
    public static bool Concerns(HoldEntryData seen) => seen.Unit != Units.Fund;

    public static HoldRow Open(HeldData seen, long account, long position)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return new HoldRow(
            account, position, seen.Owner, seen.Unit, seen.Moves.Sum(move => move.Amount), Held, seen.EffectiveAt, seen.ExpiresAt,
            Order: seen.Order, PartnerId: seen.PartnerId);
    }

    public static HoldRow Apply(HoldRow row, HoldEntryData seen)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(seen);
        return seen switch
        {
            CaptureData => Ended(Captured) with { Captured = seen.Moves.Sum(move => move.Amount) },
            // The release of what a capture left keeps the state captured.
            ReleaseData when row.State == Captured => row,
            ReleaseData => Ended(Released),
            HoldExpiryData => Ended(Expired),
            _ => throw new ArgumentException("It is no end of a hold that views know.", nameof(seen)),
        };

        HoldRow Ended(string state) => row with { State = state, EndedAt = seen.EffectiveAt };
    }
}
