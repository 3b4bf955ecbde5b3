namespace Ledger.Contracts.V1;

/// <summary>A purchase of a membership was recorded, with the term that it gives (mechanics.md §3).</summary>
/// <param name="Months">Length of the term in local calendar months.</param>
/// <param name="Start">purchasedAt, or the end of the latest term of the same membership.</param>
/// <param name="End">Exclusive.</param>
/// <param name="FeeVariance">Price less fee, exact; absent where the purchase named no price.</param>
public sealed record MembershipRecorded(
    string Program, string AccountId, string PurchaseId, string Membership, DateTimeOffset PurchasedAt, int Months, DateTimeOffset Start,
    DateTimeOffset End,
    int ProgramVersion, string ContentHash, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, decimal? Price = null,
    string? Currency = null,
    string? OrderRef = null, Exact? FeeVariance = null) : IFactEvent;

/// <summary>A term's place after a refund.</summary>
public sealed record TermMoved(string PurchaseId, DateTimeOffset Start, DateTimeOffset End);

/// <summary>A purchase was refunded.</summary>
/// <param name="Terms">The refunded term and the later terms that moved, as they are now; empty where the refunded term had already
/// ended.</param>
/// <param name="OccurredAt">refundedAt.</param>
public sealed record RefundRecorded(
    string Program, string AccountId, string PurchaseId, string Reason, DateTimeOffset OccurredAt, IReadOnlyList<TermMoved> Terms,
    string ContentHash,
    DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : IFactEvent;

/// <summary>A term of a membership began.</summary>
/// <param name="EffectiveAt">The term's start or the account's clock, whichever is later.</param>
public sealed record MembershipStarted(
    string Program, string AccountId, string Membership, string PurchaseId, DateTimeOffset Start, DateTimeOffset End,
    DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>A term ended and no other term of the same membership follows.</summary>
public sealed record MembershipEnded(
    string Program, string AccountId, string Membership, string PurchaseId, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt)
    : IAccountEvent;
