namespace Ledger.Contracts.V1.Answers;

/// <summary>How accounts moved between tiers, by the local month of each change.</summary>
/// <param name="FromMonth">The first month; absent: from the beginning.</param>
/// <param name="ToMonth">The last month, included; absent: to the end.</param>
/// <param name="Tiers">Each tier's accounts before and after; came and went are the sums of its movements.</param>
public sealed record TierMovementsAnswer(
    string Program, IReadOnlyList<TierMovement> Movements, IReadOnlyList<TierCounted> Tiers, string? FromMonth = null,
    string? ToMonth = null);

/// <summary>The movements from one tier to another.</summary>
/// <param name="Accounts">Number of movements; an account that rises and falls again counts once in each direction.</param>
/// <param name="From">Absent: the accounts had no tier before, because they had no order.</param>
/// <param name="To">Absent: the accounts were merged into others.</param>
public sealed record TierMovement(long Accounts, string? From = null, string? To = null);

/// <summary>The accounts of a tier: opening + came − went = closing.</summary>
public sealed record TierCounted(string Tier, long Opening, long Came, long Went, long Closing);

/// <summary>Orders whose stated discount differs from the one that the rules grant, as the orders now stand, by placedAt.</summary>
/// <param name="FromMonth">The first local month; absent: from the beginning.</param>
/// <param name="ToMonth">The last local month, included; absent: to the end.</param>
/// <param name="Next">For <c>after</c> of the next page.</param>
public sealed record VarianceAnswer(
    string Program, string Currency, IReadOnlyList<OrderVariance> Orders, string? FromMonth = null, string? ToMonth = null,
    string? Next = null);

/// <summary>An order and its discounts, money: entitled − stated = variance.</summary>
/// <param name="AccountId">The account that has the order now.</param>
/// <param name="Stated">The discount that the order states.</param>
/// <param name="Variance">Above 0: the order gave less than the rules grant.</param>
public sealed record OrderVariance(
    string Source, string OrderId, string AccountId, DateTimeOffset PlacedAt, decimal Gross, decimal Net, decimal Entitled, decimal Stated,
    decimal Variance, int ProgramVersion);

/// <summary>The sums of discount variance by local month of placedAt.</summary>
public sealed record VarianceMonthsAnswer(string Program, string Currency, IReadOnlyList<VarianceMonth> Months);

/// <summary>The number of orders of a month whose stated discount differs from the one that the rules grant, and their sums,
/// money.</summary>
public sealed record VarianceMonth(string Month, long Orders, decimal Entitled, decimal Stated, decimal Variance);

/// <summary>
/// Adjustments by hand and balances brought over, with who asked for each and who approved it. An adjustment belongs to the month of its
/// decision, or of its request where no decision was needed or none is made yet.
/// </summary>
/// <param name="FromMonth">The first local month; absent: from the beginning.</param>
/// <param name="ToMonth">The last local month, included; absent: to the end.</param>
/// <param name="Next">For <c>after</c> of the next page.</param>
public sealed record AdjustmentsReportAnswer(
    string Program, string Currency, IReadOnlyList<AdjustmentReported> Adjustments, string? FromMonth = null, string? ToMonth = null,
    long? Next = null);

/// <summary>An adjustment with the principals who asked for it and decided it.</summary>
/// <param name="AccountId">The account that has the adjustment now, the survivor after a merge.</param>
/// <param name="Owner">account, or a contact's id.</param>
/// <param name="Amount">Points or money; below 0: taken away. In the states awaiting_approval and rejected nothing moved.</param>
/// <param name="State">adjusted: needed no approval; awaiting_approval, approved, rejected.</param>
/// <param name="Reason">The reason code of the request; opening-balance: brought over from another system.</param>
/// <param name="ProposedBy">The principal who asked for it.</param>
/// <param name="DecidedBy">The principal who approved or rejected it, never the one who asked.</param>
/// <param name="Decision">Why it was rejected.</param>
public sealed record AdjustmentReported(
    string AdjustmentId, string AccountId, string Owner, string Unit, decimal Amount, string State, DateTimeOffset ProposedAt,
    string? Reason = null, string? ProposedBy = null, DateTimeOffset? DecidedAt = null, string? DecidedBy = null, string? Decision = null);

/// <summary>What rebate periods that are not closed would pay if they closed now, as their orders stand.</summary>
/// <param name="Next">For <c>after</c> of the next page.</param>
public sealed record RebatesAccruedAnswer(string Program, string Currency, IReadOnlyList<RebateAccrued> Rebates, string? Next = null);

/// <summary>An open rebate period of an account.</summary>
/// <param name="Period">2011-Q3, 2011-07 or 2011.</param>
/// <param name="EndsAt">When it closes.</param>
/// <param name="PaysAt">When the rebate can be used.</param>
/// <param name="Basis">The period's scoped net so far, money.</param>
/// <param name="Amount">What it would pay if it closed now, money.</param>
public sealed record RebateAccrued(
    string AccountId, string Rebate, string Period, DateTimeOffset EndsAt, DateTimeOffset PaysAt, decimal Basis, decimal Amount,
    int ProgramVersion);

/// <summary>The sums of open rebate periods.</summary>
public sealed record RebatePeriodsAccruedAnswer(string Program, string Currency, IReadOnlyList<RebatePeriodAccrued> Periods);

/// <summary>One rebate period, summed over all accounts in which it is open.</summary>
public sealed record RebatePeriodAccrued(string Rebate, string Period, DateTimeOffset EndsAt, long Accounts, decimal Basis, decimal Amount);

/// <summary>What the program cost against what its members bought, by local month, tier and segment.</summary>
/// <param name="FromMonth">The first month; absent: from the beginning.</param>
/// <param name="ToMonth">The last month, included; absent: to the end.</param>
public sealed record ProgramReturnAnswer(
    string Program, string Currency, IReadOnlyList<ProgramReturnLine> Lines, string? FromMonth = null, string? ToMonth = null);

/// <summary>
/// A month of one tier, or of its accounts in one segment. Amounts are money, of the orders placed in the month as they now stand.
/// </summary>
/// <param name="Tier">The tier that the accounts had at the end of the month.</param>
/// <param name="Segment">The segment in which the accounts are now; absent: all accounts of the tier. Segments overlap.</param>
/// <param name="Accounts">Number of accounts that ordered in the month.</param>
/// <param name="Net">Net sales of merchandise.</param>
/// <param name="Discount">The discount that the orders state.</param>
/// <param name="Points">Evaluated points of the orders, whole.</param>
/// <param name="PointsValue">The points at the point value in force when the month began.</param>
/// <param name="Rebates">Amounts of closed rebate periods that ended with the month.</param>
/// <param name="Cost">Discount + pointsValue + rebates.</param>
/// <param name="ComparedAccounts">Number of accounts that ordered in the same month a year before, also if not in this month.</param>
/// <param name="ComparedNet">Net sales of the compared accounts in this month.</param>
/// <param name="ComparedNetYearBefore">Net sales of the compared accounts in the same month a year before.</param>
public sealed record ProgramReturnLine(
    string Month, string Tier, long Accounts, long Orders, decimal Net, decimal Discount, decimal Points, decimal PointsValue,
    decimal Rebates, decimal Cost, long ComparedAccounts, decimal ComparedNet, decimal ComparedNetYearBefore, string? Segment = null);

/// <summary>How much of the value left in lots is expected to expire, with the data from which this is estimated.</summary>
/// <param name="Now">The program's clock.</param>
/// <param name="ProgramVersion">The version in force, whose point value is used.</param>
/// <param name="PointValue">Money that one point is worth, exact.</param>
/// <param name="Liability">Worth of all value left in lots, money.</param>
/// <param name="ExpectedValue">The part of the liability that is expected to expire, money.</param>
public sealed record BreakageAnswer(
    string Program, DateTimeOffset Now, int ProgramVersion, Exact PointValue, string Currency, IReadOnlyList<BreakageLine> Lines,
    decimal Liability, decimal ExpectedValue);

/// <summary>What became of past value of one unit, tier and age, and what is expected of the value of that age that is left now.</summary>
/// <param name="Unit">points, cashback or fund.</param>
/// <param name="Tier">Tier of the lots' accounts, as last recorded.</param>
/// <param name="Age">Local months since the month in which the lot was opened.</param>
/// <param name="Lots">Number of lots that were at risk at this age and were observed for the whole month.</param>
/// <param name="AtRisk">Value in these lots at the beginning of the month, and value that came into them during it.</param>
/// <param name="Used">The part of atRisk that was spent in the month.</param>
/// <param name="Expired">The part of atRisk that expired in the month.</param>
/// <param name="Withdrawn">The part of atRisk that was taken back, adjusted away or transferred in the month.</param>
/// <param name="Expires">The share of value of this age that expires some day, 0 to 1.</param>
/// <param name="StandardError">Standard error of expires.</param>
/// <param name="Unknown">The share still left at the oldest age with data, 0 to 1; nothing is assumed about it.</param>
/// <param name="Left">Value of this age that is left now.</param>
/// <param name="Expected">left × expires.</param>
/// <param name="ExpectedValue">Worth of expected, money.</param>
public sealed record BreakageLine(
    string Unit, string Tier, int Age, long Lots, decimal AtRisk, decimal Used, decimal Expired, decimal Withdrawn, decimal Expires,
    decimal StandardError, decimal Unknown, decimal Left, decimal Expected, decimal ExpectedValue);
