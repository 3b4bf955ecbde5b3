namespace Ledger.Contracts.V1.Answers;

/// <summary>A page of an account's activities, in the order in which they were recorded.</summary>
/// <param name="MergedInto">Set when it was asked for by the id of a merged account: the account that it is now.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record ActivitiesAnswer(
    string AccountId, IReadOnlyList<ActivityListed> Activities, string? MergedInto = null, long? Next = null);

/// <summary>An activity with what the rules gave for it.</summary>
/// <param name="Position">Position of the log.</param>
/// <param name="Revocation">Set when the activity was revoked.</param>
public sealed record ActivityListed(
    string ActivityId, string Activity, DateTimeOffset CompletedAt, ActivityEvaluation Evaluation, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt, long Position, string? ContactId = null, string? PartnerId = null, decimal? Score = null,
    string? Reference = null, IReadOnlyDictionary<string, string>? Tags = null, ActivityRevocation? Revocation = null);

/// <summary>Why and when an activity was revoked.</summary>
public sealed record ActivityRevocation(DateTimeOffset RevokedAt, string Reason, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt);

/// <summary>A page of the terms of memberships that an account bought.</summary>
/// <param name="Clock">The time for which <c>active</c> is given.</param>
/// <param name="MergedInto">Set when it was asked for by the id of a merged account: the account that it is now.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record MembershipsAnswer(
    string AccountId, DateTimeOffset Clock, IReadOnlyList<MembershipTerm> Memberships, string? MergedInto = null, long? Next = null);

/// <summary>A bought term of a membership.</summary>
/// <param name="Start">Inclusive.</param>
/// <param name="End">Exclusive.</param>
/// <param name="FeeVariance">Price less fee, exact; absent where the purchase named no price.</param>
/// <param name="OrderRef">The order with which the term was bought, for people.</param>
public sealed record MembershipTerm(
    string PurchaseId, string Membership, DateTimeOffset PurchasedAt, int Months, DateTimeOffset Start, DateTimeOffset End, bool Active,
    decimal? Price = null, string? Currency = null, Exact? FeeVariance = null, string? OrderRef = null, DateTimeOffset? RefundedAt = null,
    string? RefundReason = null);

/// <summary>A page of grants of rewards, in the order in which they were issued.</summary>
/// <param name="AccountId">Only in the answer about one account.</param>
/// <param name="MergedInto">Set when it was asked for by the id of a merged account: the account that it is now.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record GrantsAnswer(
    IReadOnlyList<GrantListed> Grants, string? AccountId = null, string? MergedInto = null, long? Next = null);

/// <summary>A reward that an account was granted.</summary>
/// <param name="Rule">The id of the milestone, challenge or draw.</param>
/// <param name="Number">Number of the grant within its rule, from 1: the milestone's n, the challenge's rank or the draw's n.</param>
/// <param name="State">granted, fulfilled or cancelled.</param>
/// <param name="Period">The challenge's period; absent for milestones and draws.</param>
/// <param name="Voucher">The code of the voucher that fulfils the grant.</param>
/// <param name="DecidedAt">When the grant was fulfilled or cancelled by hand.</param>
/// <param name="Reference">How the item was handed over, for people.</param>
/// <param name="Reason">Why the grant was cancelled.</param>
public sealed record GrantListed(
    string GrantId, string AccountId, string Rule, long Number, string Reward, string State, int ProgramVersion, DateTimeOffset GrantedAt,
    string? Period = null, string? Voucher = null, DateTimeOffset? DecidedAt = null, string? DecidedBy = null, string? Reference = null,
    string? Reason = null);

/// <summary>A page of claims on funds, in the order in which they were made.</summary>
/// <param name="AccountId">Only in the answer about one account.</param>
/// <param name="MergedInto">Set when it was asked for by the id of a merged account: the account that it is now.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record ClaimsAnswer(
    IReadOnlyList<ClaimAnswer> Claims, string? AccountId = null, string? MergedInto = null, long? Next = null);

/// <summary>A claim on a trade-marketing fund.</summary>
/// <param name="Amount">Money that was claimed.</param>
/// <param name="State">requested, approved, rejected or expired.</param>
/// <param name="ExpiresAt">When the claim expires if it is still undecided; absent: never.</param>
/// <param name="Approved">Money that was approved, at most what was claimed.</param>
/// <param name="DecidedBy">The principal who approved or rejected the claim; absent where it expired.</param>
/// <param name="Decision">Why the claim was rejected.</param>
public sealed record ClaimAnswer(
    string ClaimId, string AccountId, string Fund, decimal Amount, string Activity, IReadOnlyList<ClaimProof> Proofs, string Reason,
    string RequestedBy, DateTimeOffset RequestedAt, string State, DateTimeOffset? ExpiresAt = null, decimal? Approved = null,
    DateTimeOffset? DecidedAt = null, string? DecidedBy = null, string? Decision = null);

/// <summary>A page of the periods of challenges, by challenge and start.</summary>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record ChallengesAnswer(IReadOnlyList<ChallengeListed> Challenges, string? Next = null);

/// <summary>A period of a challenge.</summary>
/// <param name="Period">2011-Q3, 2011-07 or 2011.</param>
/// <param name="State">running, settling (the period is over, and the challenge not closed yet) or closed.</param>
/// <param name="End">Exclusive.</param>
/// <param name="Metric">spend, orders or points-accrued.</param>
/// <param name="Scope">Absent: everything counts.</param>
public record ChallengeListed(
    string Challenge, string Period, string State, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset ClosesAt, string Metric,
    int ProgramVersion, string? Scope = null);

/// <summary>A period of a challenge with its ranks: final once it is closed.</summary>
/// <param name="Ranks">Rank 1 first, at most 1,000.</param>
/// <param name="Rest">How many accounts are ranked below those in <c>ranks</c>.</param>
public sealed record ChallengeAnswer(
    string Challenge, string Period, string State, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset ClosesAt, string Metric,
    int ProgramVersion, IReadOnlyList<ChallengeRankShown> Ranks, long Rest, string? Scope = null)
    : ChallengeListed(Challenge, Period, State, Start, End, ClosesAt, Metric, ProgramVersion, Scope);

/// <summary>A rank of a challenge.</summary>
/// <param name="Metric">Money for spend, otherwise whole.</param>
/// <param name="Unit">points or cashback; absent where the rank has no prize, or a reward.</param>
/// <param name="Reward">A reward's id.</param>
public sealed record ChallengeRankShown(
    int Rank, string AccountId, decimal Metric, string? Unit = null, decimal? Amount = null, string? Reward = null);

/// <summary>A page of the draws that were announced, by id.</summary>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record DrawsAnswer(IReadOnlyList<DrawListed> Draws, string? Next = null);

/// <summary>A draw that was announced.</summary>
/// <param name="At">When the draw is held.</param>
/// <param name="SaltHash">SHA-256 of the salt: 64 hexadecimal digits in lower case.</param>
public sealed record DrawListed(string Draw, DateTimeOffset At, string SaltHash, int ProgramVersion, bool Held);

/// <summary>Everything needed to repeat a draw (mechanics.md §9). Hashes, chain and salt are hexadecimal digits in lower case.</summary>
/// <param name="Position">The log's head before the draw.</param>
/// <param name="Chain">The chain's value at that position.</param>
/// <param name="Candidates">Account ids of the candidates, in ordinal order; absent where the views do not have them.</param>
/// <param name="CandidatesHash">SHA-256 of the candidates' ids, joined by line feeds.</param>
/// <param name="Prizes">The most winners that there can be.</param>
/// <param name="Winners">Account ids of the winners, in the order in which they were drawn.</param>
public sealed record DrawProofAnswer(
    string Program, string Draw, DateTimeOffset At, string SaltHash, string Salt, long Position, string Chain, long CandidatesCount,
    string CandidatesHash, int Prizes, IReadOnlyList<string> Winners, int ProgramVersion, IReadOnlyList<string>? Candidates = null);
