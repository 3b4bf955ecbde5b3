namespace Ledger.Contracts.V1.Answers;

/// <summary>The accounts of the general ledger that a program's books are posted to.</summary>
/// <param name="SetAt">When they were set.</param>
/// <param name="SetBy">Who set them.</param>
public sealed record AccountingAnswer(string Program, AccountingDocument Document, DateTimeOffset SetAt, string SetBy);

/// <summary>The journal of a local month: what to post to the general ledger. Each line has one amount for debit and credit, so the journal
/// balances.</summary>
/// <param name="Period">The local month, like 2011-07.</param>
/// <param name="Date">The last local day of the month, the date of all lines.</param>
/// <param name="Currency">The currency of all amounts.</param>
/// <param name="PointValue">Money that one point is worth, exact: for a closed month the value at its close, otherwise that of the version
/// in force at the month's end.</param>
/// <param name="IsClosed">Whether the month is closed; the amounts of a closed month never change.</param>
/// <param name="Total">The sum of all lines.</param>
/// <param name="Accounts">What each account is debited and credited with, by account.</param>
public sealed record JournalAnswer(
    string Program, string Period, string Date, string Currency, Exact PointValue, bool IsClosed, decimal Total,
    IReadOnlyList<JournalEntry> Lines, IReadOnlyList<JournalAccount> Accounts);

/// <summary>A line of the journal: the month's entries of one cause between two accounts.</summary>
/// <param name="Number">Number of the line, from 1.</param>
/// <param name="Unit">points, cashback or fund.</param>
/// <param name="Cause">issued, activated, held, redeemed, redemptionReversed, expired, reversed, adjusted, transferred or
/// arrearsPaid; revalued or rounded.</param>
/// <param name="Debit">The account that is debited.</param>
/// <param name="Credit">The account that is credited.</param>
/// <param name="Amount">Money, above 0.</param>
/// <param name="Quantity">Points, or money for other units; 0 where the cause is revalued or rounded.</param>
/// <param name="Entries">How many entries of accounts the line sums.</param>
/// <param name="FirstPosition">Position in the log of the first of these entries; absent where there are none.</param>
/// <param name="LastPosition">Position in the log of the last of these entries.</param>
public sealed record JournalEntry(
    int Number, string Unit, string Cause, string Debit, string Credit, decimal Amount, decimal Quantity, long Entries,
    long? FirstPosition = null, long? LastPosition = null);

/// <summary>What the journal posts to one account.</summary>
public sealed record JournalAccount(string Account, decimal Debit, decimal Credit);

/// <summary>The entries behind a line of the journal, by position.</summary>
/// <param name="Period">The local month, like 2011-07.</param>
/// <param name="Line">The line.</param>
/// <param name="Entries">Their quantities sum to that of the line.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record JournalPartsAnswer(
    string Program, string Period, JournalEntry Line, IReadOnlyList<JournalPart> Entries, long? Next = null);

/// <summary>An entry behind a line of the journal.</summary>
/// <param name="Position">Position of the log.</param>
/// <param name="AccountId">The account for which the entry was recorded.</param>
/// <param name="Type">The stored name of the entry's type, like points_accrued.</param>
/// <param name="Quantity">The entry's part of the line's quantity: points, or money for other units.</param>
public sealed record JournalPart(
    long Position, Guid EntryId, string AccountId, string Type, DateTimeOffset EffectiveAt, decimal Quantity);
