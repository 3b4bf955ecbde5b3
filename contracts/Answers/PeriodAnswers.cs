namespace Ledger.Contracts.V1.Answers;

/// <summary>The periods of a program that were closed, the earliest first, and the one whose close waits for approval.</summary>
/// <param name="ClosedUntil">Every entry from now on is effective at this or later; absent: none was closed.</param>
/// <param name="Next">
/// The month that is closed next, also while it is not over. Where none was closed, which leaves the choice, the last one that is over by
/// the program's clock; absent: none is.
/// </param>
public sealed record PeriodsAnswer(
    string Program, IReadOnlyList<PeriodAnswer> Periods, DateTimeOffset? ClosedUntil = null, string? Next = null);

/// <summary>What closing a period now would meet.</summary>
/// <param name="Period">2011-07.</param>
/// <param name="State">open, awaiting_approval or closed.</param>
/// <param name="Start">Its first instant.</param>
/// <param name="End">Exclusive.</param>
/// <param name="NeedsApproval">A second person has to approve it.</param>
/// <param name="Due">
/// Accounts and program-wide work that are due by its end and not carried out yet: closing it does that first, and the period's books
/// change by it.
/// </param>
/// <param name="Code">With which closing it would be refused; absent: it would not.</param>
/// <param name="Detail">Why, a sentence for people.</param>
public sealed record PeriodOutlookAnswer(
    string Program, string Period, string State, DateTimeOffset Start, DateTimeOffset End, bool NeedsApproval, long Due,
    string? Code = null, string? Detail = null);

/// <summary>A period of a program: a local month.</summary>
/// <param name="Period">2011-07.</param>
/// <param name="State">closed, or awaiting_approval: somebody else has to approve that it is closed.</param>
/// <param name="Start">Its first instant.</param>
/// <param name="End">Exclusive.</param>
/// <param name="RequestedAt">When the close was asked for; absent where it needed no approval.</param>
/// <param name="RequestedBy">Who asked for it; absent where it needed no approval.</param>
/// <param name="ClosedAt">When it was closed.</param>
/// <param name="ClosedBy">Who closed it.</param>
/// <param name="Position">The position of the log up to which its books are summed.</param>
/// <param name="Digest">SHA-256 of its books, in hexadecimal.</param>
public sealed record PeriodAnswer(
    string Program, string Period, string State, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset? RequestedAt = null,
    string? RequestedBy = null, DateTimeOffset? ClosedAt = null, string? ClosedBy = null, long? Position = null, string? Digest = null);
