namespace Ledger.EventLog.Verification;

/// <summary>
/// What <see cref="LogVerifier"/> found: nothing, if the log is what was written. The chain is recomputed from the events as they are now
/// and given in lower-case hexadecimal.
/// </summary>
public sealed record VerifyReport(bool Ok, long Events, long Batches, string ChainHex, IReadOnlyList<LogFinding> Findings);

/// <summary>
/// One thing that is not as it was written, at the position concerned: a fixed code for programs, for example <c>event.changed</c>, and
/// a sentence for people.
/// </summary>
public sealed record LogFinding(long Position, string Code, string Sentence);
