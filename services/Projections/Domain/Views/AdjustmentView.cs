using Ledger.Projections.Domain.Reading;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Domain.Views;

/// <summary>An adjustment by hand, or a balance that was brought over from another system.</summary>
/// <param name="Account">Number of the account that it was recorded for.</param>
/// <param name="Position">Of the event that began it: the order of the lists.</param>
/// <param name="Amount">Points or money; below 0: taken away.</param>
/// <param name="State">adjusted, awaiting_approval, approved or rejected.</param>
/// <param name="ProposedBy">The principal who asked for it; absent where nobody is known.</param>
/// <param name="DecidedBy">The principal who approved or rejected it; absent where it needed no approval or has none yet.</param>
/// <param name="Decision">Why it was rejected.</param>
public sealed record AdjustmentRow(
    long Account, long Position, string Owner, string Unit, decimal Amount, string State, DateTimeOffset ProposedAt,
    string? Reason = null, string? ProposedBy = null, DateTimeOffset? DecidedAt = null, string? DecidedBy = null, string? Decision = null);

/// <summary>Adjustments and their states.</summary>
public static class AdjustmentView
{
    /// <summary>Took effect at once: it was below the limit from which a second principal is asked.</summary>
    public const string Adjusted = "adjusted";
    public const string Waiting = "awaiting_approval";
    public const string Approved = "approved";
    public const string Rejected = "rejected";

    /// <summary>One that waits for approval.</summary>
    public static AdjustmentRow Open(AdjustmentRequestData seen, long account, long position)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return new AdjustmentRow(
            account, position, seen.Owner, seen.Unit, seen.Amount, Waiting, seen.EffectiveAt, seen.Reason, seen.RequestedBy);
    }

    /// <summary>One that took effect at once, by its entry.</summary>
    public static AdjustmentRow Open(AdjustedData entry, long account, long position)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new AdjustmentRow(
            account, position, entry.Owner, entry.Unit, default(WalletTotals).After(entry.Moves).Adjusted, Adjusted, entry.EffectiveAt,
            entry.Cause.Reason, entry.Cause.Principal);
    }

    /// <summary>What a second principal decided.</summary>
    public static AdjustmentRow Apply(AdjustmentRow row, AdjustmentDecisionData seen)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(seen);
        return seen switch
        {
            AdjustmentApprovalData approval => Decided(Approved, approval.ApprovedBy),
            AdjustmentRejectionData rejection => Decided(Rejected, rejection.RejectedBy) with { Decision = rejection.Reason },
            _ => throw new ArgumentException("It is no decision that views know.", nameof(seen)),
        };

        AdjustmentRow Decided(string state, string by) => row with { State = state, DecidedAt = seen.EffectiveAt, DecidedBy = by };
    }
}
