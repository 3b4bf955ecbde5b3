namespace Ledger.Ledger.Domain;

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
    public const string TooLarge = "too_large";
}
