using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;
using Ledger.Rules.Domain.States;

namespace Ledger.Projections.Domain.Views;

/// <summary>A claim on a fund (mechanics.md §5).</summary>
/// <param name="Account">Number of the account that claims.</param>
/// <param name="Position">Position of the event that made it, by which lists are ordered.</param>
/// <param name="Approved">The amount that was approved, at most <paramref name="Amount"/>.</param>
/// <param name="DecidedBy">Who approved or rejected it; null while it is open and when it expired.</param>
/// <param name="Decision">The reason of the rejection; null otherwise.</param>
public sealed record ClaimRow(
    long Account, long Position, string Fund, decimal Amount, string Activity, IReadOnlyList<ClaimProof> Proofs, string Reason,
    string RequestedBy, DateTimeOffset RequestedAt, ClaimState State, DateTimeOffset? ExpiresAt = null, decimal? Approved = null,
    DateTimeOffset? DecidedAt = null, string? DecidedBy = null, string? Decision = null);

/// <summary>Changes the rows of claims.</summary>
public static class ClaimView
{
    public static ClaimRow Open(ClaimData seen, long account, long position)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return new ClaimRow(
            account, position, seen.Fund, seen.Amount, seen.Activity, seen.Proofs, seen.Reason, seen.RequestedBy, seen.EffectiveAt,
            ClaimState.Requested, seen.ExpiresAt);
    }

    public static ClaimRow Apply(ClaimRow row, ClaimChangeData seen)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(seen);
        return seen switch
        {
            ProofsData added => row with { Proofs = [.. row.Proofs, .. added.Proofs] },
            ApprovalData approval => Decided(ClaimState.Approved) with { Approved = approval.Amount, DecidedBy = approval.ApprovedBy },
            ClaimRejectionData rejection => Decided(ClaimState.Rejected) with
            {
                DecidedBy = rejection.RejectedBy,
                Decision = rejection.Reason,
            },
            ClaimExpiryData => Decided(ClaimState.Expired),
            _ => throw new ArgumentException("It is no change that views know.", nameof(seen)),
        };

        ClaimRow Decided(ClaimState state) => row with { State = state, DecidedAt = seen.EffectiveAt };
    }
}
