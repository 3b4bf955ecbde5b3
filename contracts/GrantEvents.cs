namespace Ledger.Contracts.V1;

/// <summary>An account was given a reward (mechanics.md §4).</summary>
/// <param name="GrantId">
/// Made of what issued the grant: milestone-account-n, challenge-period-rank or draw-n; followed by ~2 where another grant has that id.
/// </param>
/// <param name="Rule">The id of the milestone, challenge or draw.</param>
/// <param name="Number">The milestone's n, the challenge's rank, or the draw's n; from 1.</param>
/// <param name="State">granted for an item; fulfilled for what is issued or credited at once.</param>
/// <param name="Period">A challenge's period.</param>
/// <param name="Voucher">The code of the voucher that fulfils the grant.</param>
public sealed record GrantIssued(
    string Program, string AccountId, string GrantId, string Rule, long Number, string Reward, string State, int ProgramVersion,
    DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt, string? Period = null, string? Voucher = null) : IAccountEvent;

/// <summary>A granted item was handed over.</summary>
public sealed record GrantFulfilled(
    string Program, string AccountId, string GrantId, string Principal, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt,
    string? Reference = null)
    : IAccountEvent;

/// <summary>A granted item will not be handed over.</summary>
public sealed record GrantCancelled(
    string Program, string AccountId, string GrantId, string Reason, string Principal, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>A claim on a fund was made; the entry that holds its money follows (mechanics.md §5).</summary>
/// <param name="Amount">Money.</param>
/// <param name="ExpiresAt">When the claim expires if it is still undecided; absent: never.</param>
public sealed record ClaimRequested(
    string Program, string AccountId, string ClaimId, string Fund, decimal Amount, string Activity, IReadOnlyList<ClaimProof> Proofs,
    string Reason,
    string RequestedBy, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, DateTimeOffset? ExpiresAt = null) : IAccountEvent;

/// <summary>Proofs were added to a claim.</summary>
public sealed record ClaimProofsAdded(
    string Program, string AccountId, string ClaimId, IReadOnlyList<ClaimProof> Proofs, string AddedBy, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt)
    : IAccountEvent;

/// <summary>A claim was approved; the entries that spend its money and return the rest follow.</summary>
/// <param name="Amount">What was approved, at most what was claimed.</param>
public sealed record ClaimApproved(
    string Program, string AccountId, string ClaimId, decimal Amount, string ApprovedBy, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt)
    : IAccountEvent;

/// <summary>A claim was rejected; its money returns.</summary>
public sealed record ClaimRejected(
    string Program, string AccountId, string ClaimId, string Reason, string RejectedBy, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt)
    : IAccountEvent;

/// <summary>A claim was not decided in time; its money returns.</summary>
public sealed record ClaimExpired(string Program, string AccountId, string ClaimId, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt)
    : IAccountEvent;
