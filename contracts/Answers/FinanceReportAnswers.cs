namespace Ledger.Contracts.V1.Answers;

/// <summary>How accounts came from tier to tier in local months, by the time of each change.</summary>
/// <param name="FromMonth">The first month; absent: from the beginning.</param>
/// <param name="ToMonth">The last month, included; absent: to the end.</param>
/// <param name="Tiers">Each tier before and after; what came and went is the sum of its movements.</param>
public sealed record TierMovementsAnswer(
    string Program, IReadOnlyList<TierMovement> Movements, IReadOnlyList<TierCounted> Tiers, string? FromMonth = null,
    string? ToMonth = null);

/// <summary>A cell of the matrix.</summary>
/// <param name="Accounts">How often it happened; an account that rises and falls counts in both.</param>
/// <param name="From">Absent: it had no tier before, because it had no order.</param>
/// <param name="To">Absent: it was merged into another account.</param>
public sealed record TierMovement(long Accounts, string? From = null, string? To = null);

/// <summary>The accounts of a tier: opening + came − went = closing.</summary>
public sealed record TierCounted(string Tier, long Opening, long Came, long Went, long Closing);

/// <summary>Orders whose stated discount is another than the rules entitle them to, as they now stand, by placedAt.</summary>
/// <param name="FromMonth">The first local month; absent: from the beginning.</param>
/// <param name="ToMonth">The last local month, included; absent: to the end.</param>
/// <param name="Next">For <c>after</c> of the next page.</param>
public sealed record VarianceAnswer(
    string Program, string Currency, IReadOnlyList<OrderVariance> Orders, string? FromMonth = null, string? ToMonth = null,
    string? Next = null);

/// <summary>An order and its discounts, money: entitled − stated = variance.</summary>
/// <param name="AccountId">The account that has the order now.</param>
/// <param name="Stated">What the order gave.</param>
/// <param name="Variance">Above 0: the order gave less than the rules.</param>
public sealed record OrderVariance(
    string Source, string OrderId, string AccountId, DateTimeOffset PlacedAt, decimal Gross, decimal Net, decimal Entitled, decimal Stated,
    decimal Variance, int ProgramVersion);

/// <summary>The sums of discount variance by local month of placedAt.</summary>
public sealed record VarianceMonthsAnswer(string Program, string Currency, IReadOnlyList<VarianceMonth> Months);

/// <summary>The orders of a month whose stated discount is another than they are entitled to, and the sums over them, money.</summary>
public sealed record VarianceMonth(string Month, long Orders, decimal Entitled, decimal Stated, decimal Variance);

/// <summary>
/// Adjustments by hand and balances brought over, with who asked for each and who approved it. The months are those of the decision, or of
/// the request where none was needed or made yet.
/// </summary>
/// <param name="FromMonth">The first local month; absent: from the beginning.</param>
/// <param name="ToMonth">The last local month, included; absent: to the end.</param>
/// <param name="Next">For <c>after</c> of the next page.</param>
public sealed record AdjustmentsReportAnswer(
    string Program, string Currency, IReadOnlyList<AdjustmentReported> Adjustments, string? FromMonth = null, string? ToMonth = null,
    long? Next = null);

/// <summary>An adjustment with both pairs of eyes.</summary>
/// <param name="AccountId">The account that has it now.</param>
/// <param name="Owner">account, or a contact's id.</param>
/// <param name="Amount">Points or money; below 0: taken away. Where the state is awaiting_approval or rejected nothing moved.</param>
/// <param name="State">adjusted: needed no approval; awaiting_approval, approved, rejected.</param>
/// <param name="Reason">As it was asked for; opening-balance: brought over from another system.</param>
/// <param name="ProposedBy">The principal who asked for it.</param>
/// <param name="DecidedBy">The principal who approved or rejected it, never the one who asked.</param>
/// <param name="Decision">Why it was rejected.</param>
public sealed record AdjustmentReported(
    string AdjustmentId, string AccountId, string Owner, string Unit, decimal Amount, string State, DateTimeOffset ProposedAt,
    string? Reason = null, string? ProposedBy = null, DateTimeOffset? DecidedAt = null, string? DecidedBy = null, string? Decision = null);

/// <summary>What rebate periods that are not closed would pay by now, as their orders stand.</summary>
/// <param name="Next">For <c>after</c> of the next page.</param>
public sealed record RebatesAccruedAnswer(string Program, string Currency, IReadOnlyList<RebateAccrued> Rebates, string? Next = null);

/// <summary>An open rebate period of an account.</summary>
/// <param name="Period">2011-Q3, 2011-07 or 2011.</param>
/// <param name="EndsAt">When it closes.</param>
/// <param name="PaysAt">When what it pays can be used.</param>
/// <param name="Basis">What counts for it by now, money.</param>
/// <param name="Amount">What it would pay if it closed now, money.</param>
public sealed record RebateAccrued(
    string AccountId, string Rebate, string Period, DateTimeOffset EndsAt, DateTimeOffset PaysAt, decimal Basis, decimal Amount,
    int ProgramVersion);

/// <summary>The sums of open rebate periods.</summary>
public sealed record RebatePeriodsAccruedAnswer(string Program, string Currency, IReadOnlyList<RebatePeriodAccrued> Periods);

/// <summary>A rebate period of all accounts that have it open; the sums are of what each of them shows.</summary>
public sealed record RebatePeriodAccrued(string Rebate, string Period, DateTimeOffset EndsAt, long Accounts, decimal Basis, decimal Amount);

/// <summary>What the program cost against what its members bought, by local month, tier and segment.</summary>
/// <param name="FromMonth">The first month; absent: from the beginning.</param>
/// <param name="ToMonth">The last month, included; absent: to the end.</param>
public sealed record ProgramReturnAnswer(
    string Program, string Currency, IReadOnlyList<ProgramReturnLine> Lines, string? FromMonth = null, string? ToMonth = null);

/// <summary>
/// A tier's month, and of it those in a segment. All amounts are money, of orders placed in the month as they now stand.
/// </summary>
/// <param name="Tier">That the account had at the end of the month.</param>
/// <param name="Segment">In which the account is now; absent: all accounts of the tier. Segments overlap.</param>
/// <param name="Accounts">That ordered in the month.</param>
/// <param name="Net">Net sales of merchandise.</param>
/// <param name="Discount">That the orders stated.</param>
/// <param name="Points">Evaluated points of the orders.</param>
/// <param name="PointsValue">The points at the point value in force when the month began.</param>
/// <param name="Rebates">Of closed rebate periods that ended with the month.</param>
/// <param name="Cost">Discount + pointsValue + rebates.</param>
/// <param name="ComparedAccounts">That ordered in the same month a year before, also if not in this one.</param>
/// <param name="ComparedNet">Their net sales in this month.</param>
/// <param name="ComparedNetYearBefore">Their net sales in the month a year before.</param>
public sealed record ProgramReturnLine(
    string Month, string Tier, long Accounts, long Orders, decimal Net, decimal Discount, decimal Points, decimal PointsValue,
    decimal Rebates, decimal Cost, long ComparedAccounts, decimal ComparedNet, decimal ComparedNetYearBefore, string? Segment = null);

/// <summary>How much of what is left in lots is expected to expire, with the data that it is estimated from.</summary>
/// <param name="Now">The program's clock.</param>
/// <param name="ProgramVersion">The version in force, whose point value is used.</param>
/// <param name="PointValue">Money that one point is worth, exact.</param>
/// <param name="Liability">What all that is left is worth, money.</param>
/// <param name="ExpectedValue">What of it is expected to expire, money.</param>
public sealed record BreakageAnswer(
    string Program, DateTimeOffset Now, int ProgramVersion, Exact PointValue, string Currency, IReadOnlyList<BreakageLine> Lines,
    decimal Liability, decimal ExpectedValue);

/// <summary>What became of past value of one unit, tier and age, and what is expected of what is left of that age.</summary>
/// <param name="Unit">points, cashback or fund.</param>
/// <param name="Tier">Of their accounts, as last recorded.</param>
/// <param name="Age">Local months since the one in which the lot was opened.</param>
/// <param name="Lots">That were at risk at this age and observed through it.</param>
/// <param name="AtRisk">What they held when the month began, and what came into them during it.</param>
/// <param name="Used">What of it was spent in the month.</param>
/// <param name="Expired">What of it expired in the month.</param>
/// <param name="Withdrawn">What of it was taken back, adjusted away or transferred in the month.</param>
/// <param name="Expires">The share of value of this age that expires some day, 0 to 1.</param>
/// <param name="StandardError">Of expires.</param>
/// <param name="Unknown">The share that is left at the oldest age with data, of which nothing is assumed, 0 to 1.</param>
/// <param name="Left">What is left of this age now.</param>
/// <param name="Expected">left × expires.</param>
/// <param name="ExpectedValue">What that is worth, money.</param>
public sealed record BreakageLine(
    string Unit, string Tier, int Age, long Lots, decimal AtRisk, decimal Used, decimal Expired, decimal Withdrawn, decimal Expires,
    decimal StandardError, decimal Unknown, decimal Left, decimal Expected, decimal ExpectedValue);
