namespace Ledger.Domain.Orders;

/// <summary>Stable codes of refusals (domain.md §2). They are part of the interface: never renamed.</summary>
public static class Refusals
{
    public const string UnknownProgram = "unknown_program";
    public const string NoVersionEffective = "no_version_effective";
    public const string CurrencyMismatch = "currency_mismatch";
    public const string MalformedId = "malformed_id";
    public const string MalformedText = "malformed_text";
    public const string InvalidKind = "invalid_kind";
    public const string InvalidRevision = "invalid_revision";
    public const string NonPositiveQuantity = "non_positive_quantity";
    public const string NegativePrice = "negative_price";
    public const string NegativeDiscount = "negative_discount";
    public const string DiscountAboveGross = "discount_above_gross";
    public const string NoLines = "no_lines";
    public const string TooManyLines = "too_many_lines";
    public const string DuplicateLine = "duplicate_line";
    public const string UnknownLine = "unknown_line";
    public const string ReturnExceedsRemaining = "return_exceeds_remaining";
    public const string AmendmentBelowReturned = "amendment_below_returned";
    public const string AmendmentChangesIdentity = "amendment_changes_identity";
    public const string OrderCancelled = "order_cancelled";
    public const string OrderRejected = "order_rejected";
    public const string DatedInFuture = "dated_in_future";
    public const string NumberOutOfRange = "number_out_of_range";
    public const string Overflow = "overflow";
    public const string Conflict = "conflict";
    public const string MalformedJson = "malformed_json";
    public const string UnknownField = "unknown_field";
    public const string InvalidValue = "invalid_value";
    public const string UnknownFactType = "unknown_fact_type";
    public const string UnknownAccount = "unknown_account";
    public const string UnknownUnit = "unknown_unit";
    public const string AmountNotPositive = "amount_not_positive";
    public const string AmountTooFine = "amount_too_fine";
    public const string AmountMissing = "amount_missing";
    public const string NoPointValue = "no_point_value";
    public const string InsufficientBalance = "insufficient_balance";
    public const string BelowMinimum = "below_minimum";
    public const string AboveOrderShare = "above_order_share";
    public const string UnknownOrder = "unknown_order";
    public const string TtlOutOfRange = "ttl_out_of_range";
    public const string UnknownHold = "unknown_hold";
    public const string HoldClosed = "hold_closed";
    public const string HoldExpired = "hold_expired";
    public const string AboveHeld = "above_held";
    public const string UnknownRedemption = "unknown_redemption";
    public const string AboveRedeemed = "above_redeemed";
    public const string NotRedeemable = "not_redeemable";
    public const string UnknownReward = "unknown_reward";
    public const string TierNotEntitled = "tier_not_entitled";
    public const string NotEnoughStock = "not_enough_stock";
    public const string ReasonRequired = "reason_required";
    public const string UnknownAdjustment = "unknown_adjustment";
    public const string AdjustmentClosed = "adjustment_closed";
    public const string AlreadyExpired = "already_expired";
    public const string SamePrincipal = "same_principal";
    public const string TransfersNotAllowed = "transfers_not_allowed";
    public const string SameWallet = "same_wallet";
    public const string SameAccount = "same_account";
    public const string AlreadyMerged = "already_merged";
    public const string UnknownVoucher = "unknown_voucher";
    public const string VoucherClosed = "voucher_closed";
    public const string VoucherExpired = "voucher_expired";
    public const string IdempotencyKeyRequired = "idempotency_key_required";
    public const string TooLarge = "too_large";
    public const string UnknownMembership = "unknown_membership";
    public const string InvalidScore = "invalid_score";
    public const string UnknownPartner = "unknown_partner";
    public const string PartnerMayNotRedeem = "partner_may_not_redeem";
    public const string NoRate = "no_rate";
    public const string RateNotPositive = "rate_not_positive";
    public const string UnknownCurrency = "unknown_currency";
    public const string UnknownFund = "unknown_fund";
    public const string UnknownClaim = "unknown_claim";
    public const string ClaimClosed = "claim_closed";
    public const string AboveClaimed = "above_claimed";
    public const string ProofMissing = "proof_missing";
    public const string UnknownGrant = "unknown_grant";
    public const string GrantClosed = "grant_closed";
    public const string NoBudget = "no_budget";
    public const string ProgramClosed = "program_closed";
    public const string InternalError = "internal_error";

    /// <summary>
    /// Whether a refusal is final. A missing rate or partner may be added later and the fact redriven, so what is parked for such a fact
    /// stays parked.
    /// </summary>
    public static bool IsForGood(string code) => code is not (NoRate or UnknownPartner);
}
