using Ledger.Projections.Domain.Reading;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.States;

namespace Ledger.Projections.Domain.Views;

/// <summary>An adjustment by hand, or an imported balance.</summary>
/// <param name="Account">Number of the account that it was recorded for.</param>
/// <param name="Position">Position of its first event, by which lists are ordered.</param>
/// <param name="Amount">Points or money; negative when value was taken.</param>
/// <param name="ProposedBy">The principal who asked for it; null when unknown.</param>
/// <param name="DecidedBy">The principal who approved or rejected it; null when no approval was needed or it still waits.</param>
/// <param name="Decision">The reason of the rejection; null otherwise.</param>
public sealed record AdjustmentRow(
    long Account, long Position, string Owner, string Unit, decimal Amount, AdjustmentState State, DateTimeOffset ProposedAt,
    string? Reason = null, string? ProposedBy = null, DateTimeOffset? DecidedAt = null, string? DecidedBy = null, string? Decision = null);

/// <summary>Changes the rows of adjustments.</summary>
public static class AdjustmentView
{
    /// <summary>The row of an adjustment that waits for approval.</summary>
    public static AdjustmentRow Open(AdjustmentRequestData seen, long account, long position)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return new AdjustmentRow(
            account, position, seen.Owner, seen.Unit, seen.Amount, AdjustmentState.AwaitingApproval, seen.EffectiveAt, seen.Reason,
            seen.RequestedBy);
    }

    /// <summary>The row of an adjustment that took effect at once, made from its entry.</summary>
    public static AdjustmentRow Open(AdjustedData entry, long account, long position)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new AdjustmentRow(
            account, position, entry.Owner, entry.Unit, default(WalletTotals).After(entry.Moves).Adjusted,
            AdjustmentState.Adjusted, entry.EffectiveAt, entry.Cause.Reason, entry.Cause.Principal);
    }

    /// <summary>The row after a second principal's decision.</summary>
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
