using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1;

/// <summary>
/// A fact about an account or the program, not about one order (mechanics.md §1). Its idempotency key is a business key, as for orders.
/// </summary>
public interface IProgramFact : IFact;

/// <summary>
/// An account or one of its contacts did something that may be rewarded (mechanics.md §2). Idempotent by (program, activityId).
/// </summary>
/// <param name="Activity">The kind of activity: training, survey, referral, review, birthday, nps, or any other word that a rule
/// names.</param>
/// <param name="ContactId">Who did it; absent: the account itself.</param>
/// <param name="PartnerId">The partner that funds the points earned.</param>
/// <param name="Score">For an nps activity required, a whole number from 0 to 10; for other activities any number.</param>
/// <param name="Reference">What the activity was about, for people.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ActivityCompleted(
    string Program, string ActivityId, string AccountId, string Activity, DateTimeOffset CompletedAt, string? ContactId = null,
    string? PartnerId = null,
    [property: JsonConverter(typeof(AmountOrNoneJsonConverter))] decimal? Score = null, string? Reference = null,
    IReadOnlyDictionary<string, string>? Tags = null) : IProgramFact;

/// <summary>
/// An activity did not happen, or not as reported; everything that it earned is taken back. Idempotent by (program, activityId). A
/// revocation that comes first waits for its activity.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ActivityRevoked(string Program, string ActivityId, DateTimeOffset RevokedAt, string Reason) : IProgramFact;

/// <summary>An account bought a term of a membership (mechanics.md §3). Idempotent by (program, purchaseId).</summary>
/// <param name="Membership">A membership of the program.</param>
/// <param name="Price">What was paid, 0 or more; a price other than the fee is accepted and shown as a variance.</param>
/// <param name="Currency">Currency of the price: must be the program's.</param>
/// <param name="OrderRef">The order with which the term was bought, for people.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MembershipPurchased(
    string Program, string PurchaseId, string AccountId, string Membership, DateTimeOffset PurchasedAt,
    [property: JsonConverter(typeof(AmountOrNoneJsonConverter))] decimal? Price = null, string? Currency = null, string? OrderRef = null)
    : IProgramFact;

/// <summary>A term was refunded and ends. Idempotent by (program, purchaseId). A refund that comes first waits for its purchase.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MembershipRefunded(string Program, string PurchaseId, DateTimeOffset RefundedAt, string Reason) : IProgramFact;

/// <summary>
/// An exchange rate from an instant on (mechanics.md §10). Idempotent by (program, currency, from); another rate with the same key is a
/// conflict.
/// </summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Rate">Above 0: program currency per one unit of the currency.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RateSet(
    string Program, string Currency, DateTimeOffset From, [property: JsonConverter(typeof(AmountJsonConverter))] decimal Rate)
    : IProgramFact;
