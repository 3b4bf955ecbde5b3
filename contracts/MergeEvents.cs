namespace Ledger.Contracts.V1;

/// <summary>
/// Two accounts became one (domain.md §4). Recorded in both streams: the merged account's says where it went, the survivor's what came.
/// What came follows in the survivor's stream: <see cref="StandingMoved"/>, <see cref="HoldingsMoved"/>, and the value as
/// <see cref="PointsMerged"/>.
/// </summary>
/// <param name="MergeId">The key of the command.</param>
/// <param name="MergedAccountId">The account that is an alias from now on.</param>
/// <param name="SurvivorId">The account that it stands for.</param>
public sealed record AccountsMerged(
    string Program, string AccountId, string MergeId, string MergedAccountId, string SurvivorId, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt, string? Reason = null, string? Principal = null) : IAccountEvent;

/// <summary>What a merge added to the survivor's standing: measures, counts, rebate periods, and the tier where the merged account's was
/// the higher.</summary>
/// <param name="FromAccountId">The merged account.</param>
/// <param name="Orders">How many orders it had recorded.</param>
/// <param name="Scopes">Its measures, exact, by scope and month.</param>
/// <param name="Points">Evaluated points of its orders by month.</param>
/// <param name="OpenPeriods">Rebate periods that it had not closed; they are the survivor's now.</param>
/// <param name="ClosedPeriods">Rebate periods that it, or an account merged into it before, had closed; they stay with who closed
/// them.</param>
/// <param name="Aliases">It, and what had been merged into it before.</param>
/// <param name="FirstOrderAt">Earliest placedAt of its orders.</param>
/// <param name="Tier">Its tier, where that is the higher of the two.</param>
public sealed record StandingMoved(
    string Program, string AccountId, string FromAccountId, long Orders, IReadOnlyList<ScopeMonths> Scopes,
    IReadOnlyList<MonthPoints> Points, IReadOnlyList<RebatePeriodOpened> OpenPeriods, IReadOnlyList<RebatePeriodClosed> ClosedPeriods,
    IReadOnlyList<AccountAlias> Aliases, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, DateTimeOffset? FirstOrderAt = null,
    TierHeld? Tier = null) : IAccountEvent;

/// <summary>An account's months in one scope.</summary>
public sealed record ScopeMonths(string Scope, IReadOnlyList<MonthMeasure> Months);

/// <summary>A rebate period and what it was closed with.</summary>
/// <param name="AccountId">The account that closed it.</param>
public sealed record RebatePeriodClosed(string AccountId, RebatePeriodOpened Period, Exact Basis, decimal Amount);

/// <summary>An account that was merged into another.</summary>
/// <param name="Into">The account it was merged into then.</param>
/// <param name="Scopes">What the orders recorded for it measure, as part of the whole; rebate periods that it closed are computed from them
/// alone.</param>
public sealed record AccountAlias(string AccountId, string Into, IReadOnlyList<ScopeMonths> Scopes);

/// <summary>A tier with its own since, grace and last review.</summary>
public sealed record TierHeld(string Tier, DateTimeOffset Since, DateTimeOffset? GraceUntil = null, DateTimeOffset? ReviewedAt = null);

/// <summary>
/// Lots of a merged account under their numbers in the survivor, with their past but without the value in them, which
/// <see cref="PointsMerged"/> moves; and its holds, redemptions, adjustments and vouchers, which keep their ids. What is much comes in
/// several.
/// </summary>
public sealed record HoldingsMoved(
    string Program, string AccountId, string FromAccountId, IReadOnlyList<LotMoved> Lots, IReadOnlyList<HoldMoved> Holds,
    IReadOnlyList<RedemptionMoved> Redemptions, IReadOnlyList<AdjustmentMoved> Adjustments, IReadOnlyList<VoucherMoved> Vouchers,
    DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>A lot that went to the survivor with its dates and its past.</summary>
/// <param name="Lot">Its number there.</param>
/// <param name="FromLot">Its number in the merged account.</param>
/// <param name="Spent">What was spent of it.</param>
/// <param name="Owed">The part of that which a reversal had turned into arrears.</param>
/// <param name="Waived">What was forgiven and is not set off yet.</param>
/// <param name="Order">"source/orderId" of the order that earned it.</param>
/// <param name="Rebate">"rebate/period", a blank, and the account that closed the period.</param>
/// <param name="ExtendedTo">The end of the grace of a restored redemption.</param>
/// <param name="Activity">The id of the activity that earned it.</param>
/// <param name="Fund">The fund whose money it is.</param>
/// <param name="NoticedAt">When the last notice of its expiry was due.</param>
public sealed record LotMoved(
    long Lot, long FromLot, string Owner, string Unit, decimal Spent, decimal Expired, decimal Owed, decimal Waived, string? Order = null,
    string? Rebate = null, DateTimeOffset? ActivatesAt = null, DateTimeOffset? ExpiresAt = null, DateTimeOffset? ExtendedTo = null,
    string? Activity = null, string? Fund = null, DateTimeOffset? NoticedAt = null);

/// <summary>A hold that went to the survivor; its lots are numbered as there.</summary>
/// <param name="Number">Its place among the survivor's holds and redemptions: before those that come later.</param>
/// <param name="State">held, captured, released or expired.</param>
public sealed record HoldMoved(
    string HoldId, string Owner, string Unit, long Number, string State, DateTimeOffset ExpiresAt, IReadOnlyList<LotShare> Lots,
    string? Order = null, string? PartnerId = null);

/// <summary>A redemption that went to the survivor; its lots are numbered as there.</summary>
/// <param name="Number">Its place among the survivor's holds and redemptions: before those that come later.</param>
/// <param name="OrderNet">Exact net of the order when it was paid for.</param>
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

/// <summary>A wallet's value went from the merged account to the survivor, pending, available, held and owed: one entry in each; the amount
/// is signed and counts as adjusted.</summary>
public sealed record PointsMerged : Movement
{
    /// <summary>The key of the command.</summary>
    public string MergeId { get; init; } = "";

    /// <summary>Where it went, or came from.</summary>
    public string OtherAccountId { get; init; } = "";
}

/// <summary>
/// What a merge added to the survivor of the mechanics of mechanics.md. Ids stay; numbers are the survivor's. What is much comes in
/// several.
/// </summary>
/// <param name="FromAccountId">The merged account.</param>
/// <param name="Milestones">How many rewards of each milestone it was given.</param>
/// <param name="PointsOfActivities">Points of its activities that are not revoked, by month.</param>
public sealed record MechanicsMoved(
    string Program, string AccountId, string FromAccountId, IReadOnlyList<ActivityMoved> Activities, IReadOnlyList<TermHeld> Terms,
    IReadOnlyList<GrantMoved> Grants, IReadOnlyList<ClaimMoved> Claims, IReadOnlyList<MilestoneCount> Milestones,
    IReadOnlyList<MonthPoints> PointsOfActivities, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>An activity that went to the survivor.</summary>
/// <param name="Number">Its place among the survivor's activities in the order they were recorded.</param>
/// <param name="Owners">What it earned, by owner.</param>
/// <param name="Rules">The rules that rewarded it.</param>
public sealed record ActivityMoved(
    string ActivityId, string Activity, DateTimeOffset CompletedAt, int Month, long Number, int ProgramVersion,
    IReadOnlyList<OwnerPoints> Owners, IReadOnlyList<string> Rules, bool IsRevoked, string? ContactId = null, string? PartnerId = null,
    decimal? Score = null);

/// <summary>A term of a membership.</summary>
/// <param name="Number">Its place among the account's terms in the order they were bought.</param>
/// <param name="HasStarted">Whether its begin was told.</param>
/// <param name="HasEnded">Whether its end was passed.</param>
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
