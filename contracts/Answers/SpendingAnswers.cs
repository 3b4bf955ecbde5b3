namespace Ledger.Contracts.V1.Answers;

/// <summary>A hold as it is now.</summary>
/// <param name="Id">The key of the command that made it.</param>
/// <param name="State">held, captured, released or expired.</param>
/// <param name="Lots">The amount still held, by lot.</param>
/// <param name="Number">Number of the entry that made the hold.</param>
/// <param name="Order">source/orderId of the order it is for.</param>
/// <param name="PartnerId">The partner that it is spent with once it is captured.</param>
public sealed record HoldAnswer(
    string Id, string AccountId, string Owner, string Unit, string State, DateTimeOffset ExpiresAt, IReadOnlyList<LotShare> Lots,
    long Number, string? Order = null, string? PartnerId = null);

/// <summary>A page of an account's holds, the latest first. Money held for claims on funds is listed with the claims instead.</summary>
/// <param name="MergedInto">Set when it was asked for by the id of a merged account: the account that it is now.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record HoldsAnswer(string AccountId, IReadOnlyList<HoldListed> Holds, string? MergedInto = null, long? Next = null);

/// <summary>A hold of an account, open or past.</summary>
/// <param name="HoldId">The key of the command that made it.</param>
/// <param name="Amount">What was set aside at first.</param>
/// <param name="State">held, captured, released or expired.</param>
/// <param name="Captured">The part of the amount that was spent; the rest went back.</param>
/// <param name="Order">source/orderId of the order it is for.</param>
/// <param name="PartnerId">The partner that it is spent with once it is captured.</param>
/// <param name="EndedAt">When the hold was captured or released, or expired.</param>
public sealed record HoldListed(
    string HoldId, string Owner, string Unit, decimal Amount, string State, DateTimeOffset HeldAt, DateTimeOffset ExpiresAt,
    decimal? Captured = null, string? Order = null, string? PartnerId = null, DateTimeOffset? EndedAt = null);

/// <summary>A redemption as it is now.</summary>
/// <param name="Id">The key of the command that made it.</param>
/// <param name="Amount">What was spent.</param>
/// <param name="Restored">The part of the amount that was given back.</param>
/// <param name="Lots">The lots from which the value was taken, in order of allocation.</param>
/// <param name="Number">Number of the redemption's entry.</param>
/// <param name="Order">source/orderId of the order it paid for.</param>
/// <param name="Reward">The reward it bought.</param>
/// <param name="OrderNet">Net of that order when the redemption paid for it (domain.md §4), exact.</param>
public sealed record RedemptionAnswer(
    string Id, string AccountId, string Owner, string Unit, decimal Amount, decimal Restored, IReadOnlyList<RedeemedLot> Lots, long Number,
    string? Order = null, string? Reward = null, string? PartnerId = null, Exact? OrderNet = null);

/// <summary>What a redemption took from one lot, and how much of it was given back.</summary>
public sealed record RedeemedLot(long Lot, decimal Amount, decimal Restored);

/// <summary>An adjustment that needs a second person.</summary>
/// <param name="Id">The key of the command that made it.</param>
/// <param name="Amount">Points or money; below 0: taken away.</param>
/// <param name="State">awaiting_approval, approved or rejected.</param>
/// <param name="RequestedBy">The name of the key that asked for it.</param>
public sealed record AdjustmentAnswer(
    string Id, string AccountId, string Owner, string Unit, decimal Amount, string Reason, string RequestedBy, DateTimeOffset RequestedAt,
    string State);

/// <summary>A page of the adjustments that wait for approval, by id.</summary>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record AdjustmentsAnswer(IReadOnlyList<AdjustmentAnswer> Adjustments, string? Next = null);

/// <summary>A voucher as it is now.</summary>
/// <param name="Id">The voucher's code.</param>
/// <param name="Code">The voucher's code, the same as the id.</param>
/// <param name="Redemption">The redemption that paid for it.</param>
/// <param name="Value">Money.</param>
/// <param name="State">issued, used or cancelled.</param>
/// <param name="ValidUntil">Exclusive; absent: it does not expire.</param>
public sealed record VoucherAnswer(
    string Id, string AccountId, string Code, string Redemption, decimal Value, string State, DateTimeOffset? ValidUntil = null);

/// <summary>A page of an account's vouchers, the latest first.</summary>
/// <param name="MergedInto">Set when it was asked for by the id of a merged account: the account that it is now.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record VouchersAnswer(string AccountId, IReadOnlyList<VoucherListed> Vouchers, string? MergedInto = null, long? Next = null);

/// <summary>A voucher of an account.</summary>
/// <param name="Redemption">The redemption that paid for it, or the grant that it fulfils.</param>
/// <param name="Value">Money.</param>
/// <param name="State">issued, used or cancelled.</param>
/// <param name="ValidUntil">Exclusive; absent: it does not expire.</param>
/// <param name="Order">source/orderId of the order that it paid for.</param>
/// <param name="EndedAt">When the voucher was used or cancelled.</param>
public sealed record VoucherListed(
    string Code, string Redemption, decimal Value, string State, DateTimeOffset IssuedAt, DateTimeOffset? ValidUntil = null,
    string? Order = null, DateTimeOffset? EndedAt = null);
