namespace Ledger.Contracts.V1.Answers;

/// <summary>What became of a fact.</summary>
/// <param name="Outcome">recorded, repeated, superseded or parked.</param>
/// <param name="Position">Position of the log by which the fact is durable: a query that must include the fact passes it as
/// <c>minPosition</c>.</param>
public sealed record FactAnswer(string Outcome, long Position);

/// <summary>What became of the lines of one request.</summary>
/// <param name="Recorded">Facts that were recorded.</param>
/// <param name="Repeated">Facts that had been recorded before, with the same content.</param>
/// <param name="Superseded">Revisions of orders that came after a higher revision.</param>
/// <param name="Parked">Facts that wait for their order or their time.</param>
/// <param name="Rejected">Facts that were refused and are kept in the list of refused facts.</param>
/// <param name="Conflicts">Facts whose key had been used before with other content.</param>
/// <param name="Position">Position of the log by which all lines are durable.</param>
/// <param name="Problems">The first 1,000 lines with a problem, in their order.</param>
public sealed record LinesAnswer(
    long Recorded, long Repeated, long Superseded, long Parked, long Rejected, long Conflicts, long Position,
    IReadOnlyList<LineProblem> Problems);

/// <summary>Why a line was not recorded.</summary>
/// <param name="Line">Number of the line, from 1.</param>
/// <param name="Code">Stable code of the refusal.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="RejectedId">The id under which the refused fact is kept; absent for a conflict.</param>
public sealed record LineProblem(long Line, string Code, string? Message = null, string? RejectedId = null);

/// <summary>What became of the facts of a program that came over the bus, since the process started.</summary>
public sealed record IntakeAnswer(IntakeCounts Bus, long Position);

/// <summary>Numbers of facts by outcome.</summary>
public sealed record IntakeCounts(
    long Received, long Recorded, long Repeated, long Superseded, long Parked, long Rejected, long Conflicts);

/// <summary>What became of a refused fact that was submitted again.</summary>
/// <param name="Outcome">recorded, repeated, superseded or parked.</param>
/// <param name="Position">Position of the log by which it is durable.</param>
public sealed record RedriveAnswer(string RejectedId, string Outcome, long Position);

/// <summary>A page of refused facts, in the order in which they were first refused.</summary>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record RejectionsAnswer(IReadOnlyList<RejectionAnswer> Rejected, long? Next = null);

/// <summary>A fact that was refused for good.</summary>
/// <param name="Code">Stable code of the refusal.</param>
/// <param name="Reason">A sentence for people.</param>
/// <param name="Door">The transport on which the fact came in: http or bus.</param>
/// <param name="FactType">Absent where the type could not be read.</param>
/// <param name="RedrivenAt">When the fact was submitted again and recorded; absent: it is still refused.</param>
/// <param name="Payload">What was sent, as text; only in the answer about one refused fact.</param>
public sealed record RejectionAnswer(
    string Id, string Code, string Reason, string Door, DateTimeOffset RecordedAt, string? FactType = null, string? Source = null,
    string? OrderId = null, DateTimeOffset? RedrivenAt = null, string? Payload = null);

/// <summary>What an order would give if it were placed now (domain.md §1, simulation). The answer binds nobody.</summary>
/// <param name="Tier">The account's tier before the order.</param>
/// <param name="TierAfter">The account's tier after the order.</param>
/// <param name="Evaluation">Entitlement and points, with the rules that applied and the reason of each that did not.</param>
public sealed record SimulationAnswer(
    string Program, string AccountId, int ProgramVersion, string Tier, string TierAfter, OrderEvaluation Evaluation);
