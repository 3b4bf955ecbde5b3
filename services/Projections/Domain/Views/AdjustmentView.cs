using Ledger.Projections.Domain.Reading;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.States;

namespace Ledger.Projections.Domain.Views;

/// <summary>An adjustment by hand, or a balance that was brought over from another system.</summary>
/// <param name="Account">Number of the account that it was recorded for.</param>
/// <param name="Position">Of the event that began it: the order of the lists.</param>
/// <param name="Amount">Points or money; below 0: taken away.</param>
/// <param name="ProposedBy">The principal who asked for it; absent where nobody is known.</param>
/// <param name="DecidedBy">The principal who approved or rejected it; absent where it needed no approval or has none yet.</param>
/// <param name="Decision">Why it was rejected.</param>
public sealed record AdjustmentRow(
    long Account, long Position, string Owner, string Unit, decimal Amount, AdjustmentState State, DateTimeOffset ProposedAt,
    string? Reason = null, string? ProposedBy = null, DateTimeOffset? DecidedAt = null, string? DecidedBy = null, string? Decision = null);

/// <summary>Adjustments and their states.</summary>
public static class AdjustmentView
{
    /// <summary>One that waits for approval.</summary>
    public static AdjustmentRow Open(AdjustmentRequestData seen, long account, long position)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return new AdjustmentRow(
            account, position, seen.Owner, seen.Unit, seen.Amount, AdjustmentState.AwaitingApproval, seen.EffectiveAt, seen.Reason,
            seen.RequestedBy);
    }

    /// <summary>One that took effect at once, by its entry.</summary>
    public static AdjustmentRow Open(AdjustedData entry, long account, long position)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new AdjustmentRow(
            account, position, entry.Owner, entry.Unit, default(WalletTotals).After(entry.Moves).Adjusted,
            AdjustmentState.Adjusted, entry.EffectiveAt, entry.Cause.Reason, entry.Cause.Principal);
    }

    /// <summary>What a second principal decided.</summary>
    public static AdjustmentRow Apply(AdjustmentRow row, AdjustmentDecisionData seen)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(seen);
        return seen switch
        {
            AdjustmentApprovalData approval => Decided(AdjustmentState.Approved, approval.ApprovedBy),
            AdjustmentRejectionData rejection =>
                Decided(AdjustmentState.Rejected, rejection.RejectedBy) with { Decision = rejection.Reason },
            _ => throw new ArgumentException("It is no decision that views know.", nameof(seen)),
        };

        AdjustmentRow Decided(AdjustmentState state, string by) =>
            row with { State = state, DecidedAt = seen.EffectiveAt, DecidedBy = by };
    }
}
