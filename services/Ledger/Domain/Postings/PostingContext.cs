using Ledger.Contracts.V1;

namespace Ledger.Domain.Postings;

/// <summary>What all entries of one posting have in common.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Version">Number of the program version whose rules it follows.</param>
/// <param name="At">Effective time.</param>
public readonly record struct PostingContext(Cause Cause, int Version, DateTimeOffset At);
