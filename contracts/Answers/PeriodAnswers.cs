namespace Ledger.Contracts.V1.Answers;

/// <summary>The periods of a program that were closed, the earliest first, and the one whose close waits for approval.</summary>
/// <param name="ClosedUntil">The end of the last closed period: no later entry is effective before it; absent: no period was
/// closed.</param>
/// <param name="Next">
/// The month that is closed next, also while it is not over. Before the first close any month can be the first: then this is the last month
/// that is over by the program's clock; absent: no month is over.
/// </param>
public sealed record PeriodsAnswer(
    string Program, IReadOnlyList<PeriodAnswer> Periods, DateTimeOffset? ClosedUntil = null, string? Next = null);

/// <summary>What would happen if a period were closed now.</summary>
/// <param name="Period">2011-07.</param>
/// <param name="State">open, awaiting_approval or closed.</param>
/// <param name="Start">Its first instant.</param>
/// <param name="End">Exclusive.</param>
/// <param name="NeedsApproval">Whether a second person has to approve the close.</param>
/// <param name="Due">
/// Number of accounts and pieces of program-wide work that have work due by the period's end that is not carried out yet. Closing carries
/// it out first, which changes the period's books.
/// </param>
/// <param name="Code">The code with which the close would be refused; absent: it would not be refused.</param>
/// <param name="Detail">Why the close would be refused, a sentence for people.</param>
public sealed record PeriodOutlookAnswer(
    string Program, string Period, string State, DateTimeOffset Start, DateTimeOffset End, bool NeedsApproval, long Due,
    string? Code = null, string? Detail = null);

/// <summary>A period of a program: a local month.</summary>
/// <param name="Period">2011-07.</param>
/// <param name="State">closed, or awaiting_approval: a second person has to approve the close.</param>
/// <param name="Start">Its first instant.</param>
/// <param name="End">Exclusive.</param>
/// <param name="RequestedAt">When the close was asked for; absent where it needed no approval.</param>
/// <param name="RequestedBy">Who asked for the close; absent where it needed no approval.</param>
/// <param name="ClosedAt">When it was closed.</param>
/// <param name="ClosedBy">Who closed it.</param>
/// <param name="Position">The position of the log up to which its books are summed.</param>
/// <param name="Digest">SHA-256 of its books, in hexadecimal.</param>
public sealed record PeriodAnswer(
    string Program, string Period, string State, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset? RequestedAt = null,
    string? RequestedBy = null, DateTimeOffset? ClosedAt = null, string? ClosedBy = null, long? Position = null, string? Digest = null);
