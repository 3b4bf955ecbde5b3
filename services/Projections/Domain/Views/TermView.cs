using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>A bought term of a membership (mechanics.md §3).</summary>
/// <param name="Account">Number of the account that bought it.</param>
/// <param name="Position">Position of the event that recorded it.</param>
/// <param name="End">Exclusive.</param>
/// <param name="FeeVariance">Price less fee, exact, as text; null when the purchase named no price.</param>
/// <param name="RefundedAt">When it was refunded, as the refund says; null: not refunded.</param>
public sealed record TermRow(
    long Account, long Position, string Membership, DateTimeOffset PurchasedAt, int Months, DateTimeOffset Start, DateTimeOffset End,
    decimal? Price = null, string? Currency = null, string? OrderRef = null, string? FeeVariance = null, DateTimeOffset? RefundedAt = null,
    string? RefundReason = null);

/// <summary>Changes the rows of terms of memberships; refunds may move them.</summary>
public static class TermView
{
    public static TermRow Open(PurchaseData seen, long account, long position)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return new TermRow(
            account, position, seen.Membership, seen.PurchasedAt, seen.Months, seen.Start, seen.End, seen.Price, seen.Currency,
            seen.OrderRef,
            seen.FeeVariance);
    }

    /// <summary>The row of the refunded purchase.</summary>
    public static TermRow Apply(TermRow row, RefundData seen)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(seen);
        return row with { RefundedAt = seen.OccurredAt, RefundReason = seen.Reason };
    }

    /// <summary>The row of a term that a refund moved; the refunded term itself may be one.</summary>
    public static TermRow Apply(TermRow row, TermMoved moved)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(moved);
        return row with { Start = moved.Start, End = moved.End };
    }
}
