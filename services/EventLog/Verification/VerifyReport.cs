namespace Ledger.EventLog.Verification;

/// <summary>
/// What <see cref="LogVerifier"/> found: nothing, if the log is as it was written. The chain, in lower-case hexadecimal, is recomputed from
/// the events as they are now.
/// </summary>
public sealed record VerifyReport(bool Ok, long Events, long Batches, string ChainHex, IReadOnlyList<LogFinding> Findings);

/// <summary>
/// One difference from what was written, at its position: a fixed code for programs, for example <c>event.changed</c>, and a sentence for
/// people.
/// </summary>
public sealed record LogFinding(long Position, string Code, string Sentence);
