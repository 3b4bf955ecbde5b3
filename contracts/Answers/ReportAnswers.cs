namespace Ledger.Contracts.V1.Answers;

/// <summary>Any report as a table: the lines of its CSV form, and the kind of each column.</summary>
/// <param name="Report">The report's name, like liability.</param>
/// <param name="Currency">The currency of all money.</param>
/// <param name="Lines">The cells of each line as CSV has them, in the order of the columns; empty text where a cell has no value.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record ReportTableAnswer(
    string Report, string Currency, IReadOnlyList<ReportTableColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Lines,
    string? Next = null);

/// <summary>A column of a report.</summary>
/// <param name="Name">The column's name in the header of the CSV form, and the member's name in the JSON form.</param>
/// <param name="Kind">
/// text; whole, a whole number; amount, a number of points or money; money; share, a part of a whole from 0 to 1; day; instant, a time in
/// UTC.
/// </param>
public sealed record ReportTableColumn(string Name, string Kind);

/// <summary>The books of a program and their sums, which are zero (domain.md §5).</summary>
public sealed record TrialBalanceAnswer(long Position, IReadOnlyList<BookAmount> Books, IReadOnlyList<UnitAmount> Sums);

/// <summary>The balance of a book in one unit.</summary>
public sealed record BookAmount(string Book, string Unit, decimal Amount);

/// <summary>An amount of one unit.</summary>
/// <param name="Unit">points, cashback or fund.</param>
public sealed record UnitAmount(string Unit, decimal Amount);

/// <summary>What led from the opening to the closing balances of the wallets' books in a local month.</summary>
/// <param name="Period">The month, like 2011-07, by effective time in the program's time zone.</param>
public sealed record RollForwardAnswer(string Program, string Period, string Currency, IReadOnlyList<RollForwardUnit> Units);

/// <summary>The roll-forwards of several local months.</summary>
/// <param name="Months">The months in order of time. Those before the first entry and after the last one are left out, because nothing
/// moved in them.</param>
public sealed record RollForwardMonthsAnswer(string Program, string Currency, IReadOnlyList<RollForwardMonth> Months);

/// <summary>The roll-forward of one month, in an answer about several.</summary>
/// <param name="Period">The month, like 2011-07, by effective time in the program's time zone.</param>
public sealed record RollForwardMonth(string Period, IReadOnlyList<RollForwardUnit> Units);

/// <summary>The books of one unit.</summary>
/// <param name="Unit">points, cashback or fund.</param>
/// <param name="Books">pending, available, held and arrears, and last their total.</param>
public sealed record RollForwardUnit(string Unit, IReadOnlyList<RollForwardBook> Books);

/// <summary>
/// A book's month: opening + issued + activated + held − redeemed + redemptionReversed − expired − reversed + adjusted + transferred
/// + arrearsPaid = closing.
/// </summary>
/// <param name="Book">pending, available, held, arrears, or total.</param>
/// <param name="Activated">Below 0 in pending, above in available.</param>
/// <param name="Held">Below 0 in available, above in held, less what was released.</param>
/// <param name="Reversed">What was taken back; in the book arrears, what began to be owed.</param>
/// <param name="Adjusted">Upward less downward adjustments, balances brought over included.</param>
/// <param name="Transferred">Transfers in less transfers out.</param>
/// <param name="ArrearsPaid">Below 0 in available, above in arrears.</param>
/// <param name="Closing">The book's balance in the trial balance at the end of the month.</param>
public sealed record RollForwardBook(
    string Book, decimal Opening, decimal Issued, decimal Activated, decimal Held, decimal Redeemed, decimal RedemptionReversed,
    decimal Expired, decimal Reversed, decimal Adjusted, decimal Transferred, decimal ArrearsPaid, decimal Closing);

/// <summary>What a program owes its members: all value left in lots.</summary>
/// <param name="ProgramVersion">The version in force, whose point value and tiers are used.</param>
/// <param name="PointValue">Money that one point is worth, exact.</param>
/// <param name="Value">Worth of all value left, money.</param>
/// <param name="EffectiveAsOf">What had happened in business by then; absent: all.</param>
/// <param name="RecordedAsOf">What the ledger had recorded by then; absent: all.</param>
public sealed record LiabilityAnswer(
    string Program, int ProgramVersion, Exact PointValue, string Currency, IReadOnlyList<LiabilityUnit> Units, decimal Value,
    DateTimeOffset? EffectiveAsOf = null, DateTimeOffset? RecordedAsOf = null);

/// <summary>What is left of one unit; the parts sum to amount and value.</summary>
/// <param name="Unit">points, cashback or fund.</param>
/// <param name="Value">Money.</param>
public sealed record LiabilityUnit(string Unit, decimal Amount, decimal Value, IReadOnlyList<LiabilityPart> Parts);

/// <summary>What is left of the lots of one tier and month in one state.</summary>
/// <param name="Tier">Tier of the lots' accounts, as last recorded.</param>
/// <param name="Month">Local month in which the lots were opened, like 2011-07.</param>
/// <param name="State">pending, available or held.</param>
/// <param name="Value">Money.</param>
public sealed record LiabilityPart(string Tier, string Month, string State, decimal Amount, decimal Value);

/// <summary>What expires in the months to come; the lines of a unit sum to its liability.</summary>
/// <param name="Now">The program's clock, or effectiveAsOf where that was given; its month is the first of the 24 months listed.</param>
/// <param name="ProgramVersion">The version in force, whose point value is used.</param>
/// <param name="PointValue">Money that one point is worth, exact.</param>
/// <param name="EffectiveAsOf">What had happened in business by then; absent: all.</param>
/// <param name="RecordedAsOf">What the ledger had recorded by then; absent: all.</param>
public sealed record ExpiringAnswer(
    string Program, DateTimeOffset Now, int ProgramVersion, Exact PointValue, string Currency, IReadOnlyList<ExpiringUnit> Units,
    DateTimeOffset? EffectiveAsOf = null, DateTimeOffset? RecordedAsOf = null);

/// <summary>What expires of one unit, by month.</summary>
/// <param name="Unit">points, cashback or fund.</param>
public sealed record ExpiringUnit(string Unit, IReadOnlyList<ExpiringMonth> Months);

/// <summary>What is left of the lots that expire in a month.</summary>
/// <param name="Month">A local month like 2011-07; overdue (past its expiry, but held or not carried out yet); later (after the last month
/// listed); or never.</param>
/// <param name="Amount">Pending + available + held.</param>
/// <param name="Value">Money.</param>
public sealed record ExpiringMonth(string Month, decimal Pending, decimal Available, decimal Held, decimal Amount, decimal Value);

/// <summary>What is settled with partners, by partner and month (mechanics.md §7).</summary>
/// <param name="Month">The local month that was asked for; absent: all months.</param>
public sealed record PartnersAnswer(string Program, IReadOnlyList<PartnerMonthSettled> Partners, string? Month = null);

/// <summary>The settlement of one partner and month.</summary>
/// <param name="From">Local start of the month, an instant.</param>
/// <param name="To">Local start of the next month, an instant.</param>
public sealed record PartnerStatementAnswer(
    string Program, DateTimeOffset From, DateTimeOffset To, string Currency, PartnerMonthSettled Statement);

/// <summary>A month settled with a partner. Issued, reversed, redeemed and redemptionReversed are points; owedByPartner, owedToPartner and
/// net are money.</summary>
/// <param name="PointCost">Money for which one point is settled, exact.</param>
/// <param name="Net">owedByPartner less owedToPartner.</param>
public sealed record PartnerMonthSettled(
    string Partner, string Month, long Issued, long Reversed, long Redeemed, long RedemptionReversed, Exact PointCost,
    decimal OwedByPartner, decimal OwedToPartner, decimal Net, int ProgramVersion);

/// <summary>How a program that ends stands (mechanics.md §11).</summary>
/// <param name="Accounts">How many accounts have value left.</param>
/// <param name="Liability">Worth of all value left, money.</param>
public sealed record WindDownAnswer(
    string Program, DateTimeOffset EarnUntil, DateTimeOffset RedeemUntil, long Accounts, IReadOnlyList<WindDownUnit> Units,
    decimal Liability, string Currency);

/// <summary>What is left of one unit.</summary>
/// <param name="Left">Pending + available + held.</param>
/// <param name="Liability">Worth of what is left, money.</param>
/// <param name="ExpiresBefore">What expires before the end by its own dates.</param>
/// <param name="ExpiresAtEnd">What expires at the end.</param>
public sealed record WindDownUnit(
    string Unit, decimal Pending, decimal Available, decimal Held, decimal Left, decimal Arrears, decimal Liability, decimal ExpiresBefore,
    decimal ExpiresAtEnd);
