namespace Ledger.Contracts.V1;

/// <summary>What the rules give for an activity (mechanics.md §2).</summary>
/// <param name="ProgramVersion">The version effective at completedAt.</param>
/// <param name="Points">Points of all rules and owners, before a budget cuts them.</param>
/// <param name="Owners">Points per owner; owners with 0 are left out.</param>
/// <param name="Rules">One outcome for each rule that names the activity, in program order.</param>
/// <param name="Reason">no-rule where no rule names the activity; otherwise absent.</param>
public sealed record ActivityEvaluation(
    int ProgramVersion, long Points, IReadOnlyList<OwnerPoints> Owners, IReadOnlyList<ActivityOutcome> Rules, string? Reason = null);

/// <summary>What one activity rule did.</summary>
/// <param name="Owner">Who was credited; "account" or a contact's id.</param>
/// <param name="Reason">
/// Why the rule gave nothing: wind-down, partner-may-not-issue, not-yet-valid, no-longer-valid, when.<em>condition</em>, score,
/// zero-points, cap.
/// </param>
public sealed record ActivityOutcome(string Rule, bool Applied, string? Owner = null, long Points = 0, string? Reason = null);

/// <summary>An activity was recorded, with what the rules give for it; its lots follow.</summary>
/// <param name="Month">Local month of completedAt, in which its points count: year × 12 + month − 1.</param>
/// <param name="ContentHash">Hash of the fact after defaults; a repeat has the same hash, a conflict another.</param>
/// <param name="EffectiveAt">The later of completedAt and the account's clock.</param>
public sealed record ActivityRecorded(
    string Program, string AccountId, string ActivityId, string Activity, DateTimeOffset CompletedAt, int Month,
    ActivityEvaluation Evaluation, string ContentHash, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, string? ContactId = null,
    string? PartnerId = null, decimal? Score = null, string? Reference = null,
    IReadOnlyDictionary<string, string>? Tags = null) : IFactEvent;

/// <summary>An activity was revoked; what it earned is taken back by the entries that follow.</summary>
/// <param name="OccurredAt">revokedAt.</param>
/// <param name="EffectiveAt">The later of revokedAt and the account's clock.</param>
public sealed record RevocationRecorded(
    string Program, string AccountId, string ActivityId, string Reason, DateTimeOffset OccurredAt, string ContentHash,
    DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : IFactEvent;

/// <summary>An exchange rate was recorded, in a stream of the program.</summary>
/// <param name="EffectiveAt">The rate's <paramref name="From"/>.</param>
public sealed record RateRecorded(
    string Program, string Currency, DateTimeOffset From, decimal Rate, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt)
    : ILedgerEvent;
