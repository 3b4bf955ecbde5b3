namespace Ledger.Contracts.V1;

/// <summary>An account entered a segment (mechanics.md §6).</summary>
/// <param name="EffectiveAt">The time of judging.</param>
public sealed record SegmentEntered(
    string Program, string AccountId, string Segment, int ProgramVersion, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt)
    : IAccountEvent;

/// <summary>An account left a segment.</summary>
/// <param name="EffectiveAt">The time of judging.</param>
public sealed record SegmentLeft(
    string Program, string AccountId, string Segment, int ProgramVersion, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt)
    : IAccountEvent;

/// <summary>An account holds a perk from now on (mechanics.md §6).</summary>
/// <param name="EffectiveAt">The time of judging.</param>
public sealed record PerkGained(
    string Program, string AccountId, string Perk, int ProgramVersion, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt)
    : IAccountEvent;

/// <summary>An account no longer holds a perk.</summary>
/// <param name="EffectiveAt">The time of judging.</param>
public sealed record PerkLost(
    string Program, string AccountId, string Perk, int ProgramVersion, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt)
    : IAccountEvent;

/// <summary>An account's loyalty kind changed (domain.md §3, mechanics.md §6).</summary>
/// <param name="Loyalty">true, latent, false or none.</param>
/// <param name="EffectiveAt">The time of judging.</param>
public sealed record LoyaltyChanged(
    string Program, string AccountId, string FromLoyalty, string Loyalty, int ProgramVersion, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt)
    : IAccountEvent;

/// <summary>A lot is about to expire and has something left (mechanics.md §11).</summary>
/// <param name="Owner">"account", or a contact's id.</param>
/// <param name="Lot">The lot's number within the account, from 1.</param>
/// <param name="Amount">What is left of the lot.</param>
/// <param name="Days">Days of 24 hours until it expires.</param>
/// <param name="EffectiveAt">That many days before the expiry.</param>
public sealed record PointsExpiring(
    string Program, string AccountId, string Owner, string Unit, long Lot, decimal Amount, DateTimeOffset ExpiresAt, int Days,
    DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>The use of a budget's period reached a share of its amount (mechanics.md §11). In the stream of the budget's period.</summary>
/// <param name="Period">2011-07, 2011-Q3, 2011 or lifetime.</param>
/// <param name="Percent">The share reached: 80 or 100.</param>
/// <param name="Used">Cost of the period's credits, less what was taken back in the period, exact.</param>
/// <param name="Budget">The period's amount, money.</param>
public sealed record BudgetReached(
    string Program, string Period, int Percent, Exact Used, Exact Budget, int ProgramVersion, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt)
    : ILedgerEvent;
