namespace Ledger.Contracts.V1;

/// <summary>
/// Two accounts became one (domain.md §4). Recorded in the streams of both accounts. What the survivor took over follows in its stream:
/// <see cref="StandingMoved"/>, <see cref="HoldingsMoved"/>, <see cref="MechanicsMoved"/>, and the value as <see cref="PointsMerged"/>.
/// </summary>
/// <param name="MergeId">The key of the command.</param>
/// <param name="MergedAccountId">The account that is an alias from now on.</param>
/// <param name="SurvivorId">The account for which the alias stands.</param>
public sealed record AccountsMerged(
    string Program, string AccountId, string MergeId, string MergedAccountId, string SurvivorId, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt, string? Reason = null, string? Principal = null) : IAccountEvent;

/// <summary>What a merge added to the survivor's standing: measures, counts, rebate periods, and the tier where the merged account's was
/// the higher.</summary>
/// <param name="FromAccountId">The merged account.</param>
/// <param name="Orders">Number of orders recorded for the merged account.</param>
/// <param name="Scopes">The merged account's measures, exact, by scope and month.</param>
/// <param name="Points">Evaluated points of the merged account's orders, by month.</param>
/// <param name="OpenPeriods">Rebate periods that were not closed; they are the survivor's now.</param>
/// <param name="ClosedPeriods">Rebate periods closed by the merged account, or by an account merged into it before; they stay with the
/// account that closed them.</param>
/// <param name="Aliases">The merged account, and the accounts that had been merged into it before.</param>
/// <param name="FirstOrderAt">Earliest placedAt of the merged account's orders.</param>
/// <param name="Tier">The merged account's tier, where it is the higher of the two.</param>
public sealed record StandingMoved(
    string Program, string AccountId, string FromAccountId, long Orders, IReadOnlyList<ScopeMonths> Scopes,
    IReadOnlyList<MonthPoints> Points, IReadOnlyList<RebatePeriodOpened> OpenPeriods, IReadOnlyList<RebatePeriodClosed> ClosedPeriods,
    IReadOnlyList<AccountAlias> Aliases, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, DateTimeOffset? FirstOrderAt = null,
    TierHeld? Tier = null) : IAccountEvent;

/// <summary>An account's months in one scope.</summary>
public sealed record ScopeMonths(string Scope, IReadOnlyList<MonthMeasure> Months);

/// <summary>A rebate period with the basis and amount of its close.</summary>
/// <param name="AccountId">The account that closed it.</param>
public sealed record RebatePeriodClosed(string AccountId, RebatePeriodOpened Period, Exact Basis, decimal Amount);

/// <summary>An account that was merged into another.</summary>
/// <param name="Into">The account into which it was merged.</param>
/// <param name="Scopes">Measures of the orders recorded for the alias, which are part of the survivor's. Rebate periods closed by the alias
/// are computed from these measures alone.</param>
public sealed record AccountAlias(string AccountId, string Into, IReadOnlyList<ScopeMonths> Scopes);

/// <summary>A tier with its own since, grace and last review.</summary>
public sealed record TierHeld(string Tier, DateTimeOffset Since, DateTimeOffset? GraceUntil = null, DateTimeOffset? ReviewedAt = null);

/// <summary>
/// A merge moved lots, holds, redemptions, adjustments and vouchers to the survivor. Lots get new numbers there and come with their history
/// but without their value, which <see cref="PointsMerged"/> moves; everything else keeps its id. A large merge is split over several of
/// these events.
/// </summary>
public sealed record HoldingsMoved(
    string Program, string AccountId, string FromAccountId, IReadOnlyList<LotMoved> Lots, IReadOnlyList<HoldMoved> Holds,
    IReadOnlyList<RedemptionMoved> Redemptions, IReadOnlyList<AdjustmentMoved> Adjustments, IReadOnlyList<VoucherMoved> Vouchers,
    DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>A lot that went to the survivor with its dates and history.</summary>
/// <param name="Lot">The lot's number in the survivor.</param>
/// <param name="FromLot">The lot's number in the merged account.</param>
/// <param name="Spent">The amount of the lot that was spent.</param>
/// <param name="Owed">The part of <paramref name="Spent"/> that a reversal had turned into arrears.</param>
/// <param name="Waived">What was waived and is not set off yet.</param>
/// <param name="Order">"source/orderId" of the order that earned it.</param>
/// <param name="Rebate">"rebate/period" of the rebate that paid the lot, a blank, and the account that closed the period.</param>
/// <param name="ExtendedTo">The end of the grace of a restored redemption.</param>
/// <param name="Activity">The id of the activity that earned it.</param>
/// <param name="Fund">The fund whose money it is.</param>
/// <param name="NoticedAt">When the last notice of its expiry was due.</param>
public sealed record LotMoved(
    long Lot, long FromLot, string Owner, string Unit, decimal Spent, decimal Expired, decimal Owed, decimal Waived, string? Order = null,
    string? Rebate = null, DateTimeOffset? ActivatesAt = null, DateTimeOffset? ExpiresAt = null, DateTimeOffset? ExtendedTo = null,
    string? Activity = null, string? Fund = null, DateTimeOffset? NoticedAt = null);

/// <summary>A hold that went to the survivor; its lots have the survivor's numbers.</summary>
/// <param name="Number">Sorts it among the survivor's holds and redemptions, before those made after the merge. May be below 1.</param>
/// <param name="State">held, captured, released or expired.</param>
public sealed record HoldMoved(
    string HoldId, string Owner, string Unit, long Number, string State, DateTimeOffset ExpiresAt, IReadOnlyList<LotShare> Lots,
    string? Order = null, string? PartnerId = null);

/// <summary>A redemption that went to the survivor; its lots have the survivor's numbers.</summary>
/// <param name="Number">Sorts it among the survivor's holds and redemptions, before those made after the merge. May be below 1.</param>
/// <param name="OrderNet">Exact net of the order when the redemption paid for it.</param>
public sealed record RedemptionMoved(
    string RedemptionId, string Owner, string Unit, long Number, IReadOnlyList<LotRedeemed> Lots, string? Order = null,
    string? Reward = null, string? PartnerId = null, Exact? OrderNet = null);

/// <summary>What a redemption took from one lot and how much of it was given back.</summary>
public sealed record LotRedeemed(long Lot, decimal Amount, decimal Restored);

/// <summary>An adjustment that went to the survivor.</summary>
/// <param name="State">awaiting_approval, approved or rejected.</param>
public sealed record AdjustmentMoved(
    string AdjustmentId, string Owner, string Unit, decimal Amount, string Reason, string RequestedBy, DateTimeOffset RequestedAt,
    string State);

/// <summary>A voucher that went to the survivor.</summary>
/// <param name="State">issued, used or cancelled.</param>
public sealed record VoucherMoved(string Code, string RedemptionId, decimal Value, string State, DateTimeOffset? ValidUntil = null);

/// <summary>The value of one wallet, pending, available, held and owed, went from the merged account to the survivor: one entry in each
/// account. The amount is signed and counts as adjusted.</summary>
public sealed record PointsMerged : Movement
{
    /// <summary>The key of the command.</summary>
    public string MergeId { get; init; } = "";

    /// <summary>The account to which the value went, or from which it came.</summary>
    public string OtherAccountId { get; init; } = "";
}

/// <summary>
/// What a merge added to the survivor's mechanics (mechanics.md): activities, terms, grants and claims keep their ids; numbers are the
/// survivor's. A large merge is split over several of these events.
/// </summary>
/// <param name="FromAccountId">The merged account.</param>
/// <param name="Milestones">How many rewards of each milestone the merged account was given.</param>
/// <param name="PointsOfActivities">Points of the merged account's activities that are not revoked, by month.</param>
public sealed record MechanicsMoved(
    string Program, string AccountId, string FromAccountId, IReadOnlyList<ActivityMoved> Activities, IReadOnlyList<TermHeld> Terms,
    IReadOnlyList<GrantMoved> Grants, IReadOnlyList<ClaimMoved> Claims, IReadOnlyList<MilestoneCount> Milestones,
    IReadOnlyList<MonthPoints> PointsOfActivities, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>An activity that went to the survivor.</summary>
/// <param name="Number">Position of the activity among the survivor's activities in the order of recording.</param>
/// <param name="Owners">Points that the activity earned, by owner.</param>
/// <param name="Rules">Ids of the rules that rewarded the activity.</param>
public sealed record ActivityMoved(
    string ActivityId, string Activity, DateTimeOffset CompletedAt, int Month, long Number, int ProgramVersion,
    IReadOnlyList<OwnerPoints> Owners, IReadOnlyList<string> Rules, bool IsRevoked, string? ContactId = null, string? PartnerId = null,
    decimal? Score = null);

/// <summary>A term of a membership.</summary>
/// <param name="Number">Position of the term among the account's terms in the order of purchase.</param>
/// <param name="HasStarted">Whether MembershipStarted was recorded for the term.</param>
/// <param name="HasEnded">Whether the term's end was carried out.</param>
public sealed record TermHeld(
    string PurchaseId, string Membership, DateTimeOffset PurchasedAt, int Months, DateTimeOffset Start, DateTimeOffset End, long Number,
    bool HasStarted, bool HasEnded, DateTimeOffset? RefundedAt = null);

/// <summary>A grant that went to the survivor.</summary>
/// <param name="State">granted, fulfilled or cancelled.</param>
public sealed record GrantMoved(
    string GrantId, string Rule, long Number, string Reward, string State, string? Period = null, string? Voucher = null);

/// <summary>A claim that went to the survivor; the hold of its money is among <see cref="HoldingsMoved"/>.</summary>
/// <param name="State">requested, approved, rejected or expired.</param>
public sealed record ClaimMoved(
    string ClaimId, string Fund, decimal Amount, string Activity, IReadOnlyList<ClaimProof> Proofs, string Reason, string RequestedBy,
    DateTimeOffset RequestedAt, string State, DateTimeOffset? ExpiresAt = null);

/// <summary>How many rewards of a milestone an account was given.</summary>
public sealed record MilestoneCount(string Milestone, long Issued);
