namespace Ledger.Contracts.V1;

/// <summary>The account rose to a higher tier, effective for its next order.</summary>
/// <param name="Metric">The qualification metric that reached the tier.</param>
/// <param name="EffectiveAt">The standing's <c>since</c>.</param>
public sealed record TierUpgraded(
    string Program, string AccountId, string FromTier, string Tier, Exact Metric, int ProgramVersion, Cause Cause,
    DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>A review took the account down.</summary>
/// <param name="GraceUntil">The end of a new grace; set when the new tier is still above the entitled one.</param>
public sealed record TierDowngraded(
    string Program, string AccountId, string FromTier, string Tier, Exact Metric, int ProgramVersion, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt, DateTimeOffset? GraceUntil = null) : IAccountEvent;

/// <summary>A review left the tier unchanged: the account is entitled to it again (grace cleared), or a grace still runs.</summary>
public sealed record TierRetained(
    string Program, string AccountId, string Tier, Exact Metric, int ProgramVersion, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt,
    DateTimeOffset? GraceUntil = null) : IAccountEvent;

/// <summary>A review found the account's metric below its tier; the account keeps the tier until the grace ends.</summary>
public sealed record TierGraceStarted(
    string Program, string AccountId, string Tier, Exact Metric, DateTimeOffset GraceUntil, int ProgramVersion, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : IAccountEvent;
