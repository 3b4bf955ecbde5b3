namespace Ledger.Contracts.V1.Answers;

/// <summary>How a fact ended.</summary>
/// <param name="Outcome">recorded, repeated, superseded or parked.</param>
/// <param name="Position">Position of the log by which it is durable: the <c>minPosition</c> of a query that must see it.</param>
public sealed record FactAnswer(string Outcome, long Position);

/// <summary>How the lines of one request ended.</summary>
/// <param name="Recorded">Facts that were recorded.</param>
/// <param name="Repeated">Facts that were there already, with the same content.</param>
/// <param name="Superseded">Revisions of orders that came after a higher one.</param>
/// <param name="Parked">Facts that wait for their order or their time.</param>
/// <param name="Rejected">Facts that were refused and are kept in the list of refused facts.</param>
/// <param name="Conflicts">Facts whose key was used before with other content.</param>
/// <param name="Position">Position of the log by which all of them are durable.</param>
/// <param name="Problems">The first 1,000 lines with a problem, in their order.</param>
public sealed record LinesAnswer(
    long Recorded, long Repeated, long Superseded, long Parked, long Rejected, long Conflicts, long Position,
    IReadOnlyList<LineProblem> Problems);

/// <summary>Why a line was not recorded.</summary>
/// <param name="Line">Number of the line, from 1.</param>
/// <param name="Code">Stable code of the refusal.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="RejectedId">Under which the refused fact is kept; absent for a conflict.</param>
public sealed record LineProblem(long Line, string Code, string? Message = null, string? RejectedId = null);

/// <summary>How the facts of a program that came over the bus ended, since the process started.</summary>
public sealed record IntakeAnswer(IntakeCounts Bus, long Position);

/// <summary>How many facts ended how.</summary>
public sealed record IntakeCounts(
    long Received, long Recorded, long Repeated, long Superseded, long Parked, long Rejected, long Conflicts);

/// <summary>How a refused fact ended that was submitted again.</summary>
/// <param name="Outcome">recorded, repeated, superseded or parked.</param>
/// <param name="Position">Position of the log by which it is durable.</param>
public sealed record RedriveAnswer(string RejectedId, string Outcome, long Position);

/// <summary>A page of refused facts, in the order in which they were first refused.</summary>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record RejectionsAnswer(IReadOnlyList<RejectionAnswer> Rejected, long? Next = null);

/// <summary>A fact that was refused for good.</summary>
/// <param name="Code">Stable code of the refusal.</param>
/// <param name="Reason">A sentence for people.</param>
/// <param name="Door">Where it came in: http or bus.</param>
/// <param name="FactType">Absent where it could not be told.</param>
/// <param name="RedrivenAt">When it was submitted again and recorded; absent: it is still open.</param>
/// <param name="Payload">What was sent, as text; only in the answer about one refused fact.</param>
public sealed record RejectionAnswer(
    string Id, string Code, string Reason, string Door, DateTimeOffset RecordedAt, string? FactType = null, string? Source = null,
    string? OrderId = null, DateTimeOffset? RedrivenAt = null, string? Payload = null);

/// <summary>What an order would give if it were placed now (domain.md §1, simulation). It binds nobody.</summary>
/// <param name="Tier">Before the order.</param>
/// <param name="TierAfter">After it.</param>
/// <param name="Evaluation">Entitlement and points, with what applied and what did not and why.</param>
public sealed record SimulationAnswer(
    string Program, string AccountId, int ProgramVersion, string Tier, string TierAfter, OrderEvaluation Evaluation);
