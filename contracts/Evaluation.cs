using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1;

/// <summary>What the rules give for an order as it now stands, with the reason for every part (domain.md §4).</summary>
/// <param name="Gross">Exact gross of the remaining merchandise.</param>
/// <param name="Net">Exact net of the remaining merchandise.</param>
/// <param name="Entitled">The discount entitlement, money, rounded once.</param>
/// <param name="Stated">The discount the order states on its remaining merchandise lines, exact.</param>
/// <param name="Variance">Entitled less the rounded stated discount, money.</param>
/// <param name="Points">Points of all rules and owners.</param>
/// <param name="Owners">Points per owner; owners with 0 are left out.</param>
/// <param name="Lines">The shares of each line that still has quantity, in the order's line order.</param>
/// <param name="Frozen">What later evaluations of the order reuse from the first one.</param>
/// <param name="Funds">The outcome for each fund of the program (mechanics.md §5); absent in a program without funds.</param>
public sealed record OrderEvaluation(
    Exact Gross, Exact Net, decimal Entitled, Exact Stated, decimal Variance, long Points, IReadOnlyList<OwnerPoints> Owners,
    IReadOnlyList<LineShare> Lines, IReadOnlyList<DiscountOutcome> Discounts, IReadOnlyList<EarningOutcome> Earning, OrderMeasures Measures,
    FrozenContext Frozen, IReadOnlyList<FundOutcome>? Funds = null);

/// <summary>What one fund is given for an order (mechanics.md §5).</summary>
/// <param name="Base">The scoped net.</param>
/// <param name="Amount">Money, rounded once.</param>
/// <param name="Reason">Why the fund gets nothing: no-line-in-scope, zero-amount, wind-down.</param>
public sealed record FundOutcome(string Fund, bool Applied, Exact? Base = null, Exact? Percent = null, decimal Amount = 0,
    string? Reason = null);

/// <summary>Points of one owner's lot: the sum over that owner's rules.</summary>
/// <param name="Owner">"account" or a contact's id.</param>
public sealed record OwnerPoints(string Owner, long Points);

/// <summary>A line's part of the order's entitlement and points (largest remainder).</summary>
/// <param name="Percent">The capped percentage the line was entitled to, exact.</param>
[JsonConverter(typeof(LineShareJsonConverter))]
public sealed record LineShare(string LineId, Exact Percent, decimal Entitled, long Points);

/// <summary>What one discount rule did.</summary>
/// <param name="Applied">True when the rule won at least one line.</param>
/// <param name="Percent">The percent that the rule offered, also when another rule beat it.</param>
/// <param name="Metric">What the percent was read from: spend in the window, or the order's scoped gross.</param>
/// <param name="Reason">Why the rule did not apply: a stable code like not-yet-valid, when.tierIn, below-first-step, no-line-in-scope,
/// beaten-by:volume.</param>
public sealed record DiscountOutcome(
    string Rule, string Group, bool Applied, Exact? Percent = null, Exact? Metric = null, string? Reason = null);

/// <summary>What one earning rule did.</summary>
/// <param name="Owner">Who was credited; "account" or a contact's id.</param>
/// <param name="Base">The scoped net.</param>
/// <param name="Rate">Points per unit of money, multipliers included.</param>
/// <param name="Points">After the one rounding.</param>
public sealed record EarningOutcome(
    string Rule, bool Applied, string? Owner = null, Exact? Base = null, Exact? Rate = null, long Points = 0, string? Reason = null);

/// <summary>What stays of an order's first evaluation: version, tier, window metrics before the order, and the outcome of every
/// condition.</summary>
/// <param name="TierMultiplier">
/// The tier's points multiplier times the highest of the memberships active at placedAt (domain.md §4.3).
/// </param>
/// <param name="Metrics">For each rule with a window that applied: its metric before the order.</param>
/// <param name="Failed">For each rule that a condition or a date excluded: the reason.</param>
/// <param name="OrdersInScope">Keys of the scopes that had a line when the order was first recorded; "*" always.</param>
/// <param name="ScopesKnown">How many scopes the program had defined at the first evaluation; scopes defined later are judged by the
/// order's lines.</param>
/// <param name="Rate">
/// Program currency per one unit of the order's currency (mechanics.md §10); absent: the order is in the program's currency.
/// </param>
/// <param name="Triggers">
/// The facts that activate the order's points: placed, paid, shipped, delivered. They are the program's and those of the perks held
/// (mechanics.md §6); absent: the program's alone.
/// </param>
public sealed record FrozenContext(
    int ProgramVersion, string Tier, Exact TierMultiplier, IReadOnlyList<RuleMetric> Metrics, IReadOnlyList<RuleReason> Failed,
    IReadOnlyList<string> OrdersInScope, int ScopesKnown = 0, Exact? Rate = null, IReadOnlyList<string>? Triggers = null);

/// <summary>A rule's window metric before the order.</summary>
/// <param name="Rule">"discounts." followed by the rule's id; the prefix is needed because a discount and an earning rule may share an
/// id.</param>
public sealed record RuleMetric(string Rule, Exact Metric);

/// <summary>Why a rule did not apply.</summary>
/// <param name="Rule">"discounts." or "earning.", followed by the rule's id.</param>
public sealed record RuleReason(string Rule, string Reason);

/// <summary>A line as the rules see it: its snapshot and what remains of it.</summary>
/// <param name="Remaining">Quantity not returned, 0 to quantity.</param>
public sealed record EvaluatedLine(
    string LineId, string Sku, string? Category, string Kind, decimal Quantity, decimal Remaining, decimal UnitPrice, decimal Discount);

/// <summary>What the rules need to know of an account before an order.</summary>
/// <param name="Tier">Tier before the order, at the account's clock.</param>
/// <param name="Orders">Orders recorded, returned ones included.</param>
/// <param name="FirstOrderAt">Earliest placedAt of a recorded order; absent before the first.</param>
/// <param name="Measures">For each scope key, the months in which anything was measured.</param>
/// <param name="Points">Evaluated points by month (net unused, 0).</param>
/// <param name="Segments">Segments of the last judging (mechanics.md §6); absent: none.</param>
/// <param name="Perks">Perks of the last judging (mechanics.md §6); absent: none.</param>
/// <param name="Memberships">Memberships of which a term is active at the order's placedAt (mechanics.md §3); absent: none.</param>
/// <param name="Nps">The latest NPS score at or before placedAt, 0 to 10 (mechanics.md §2); absent: none.</param>
public sealed record StandingBefore(
    string Tier, long Orders, DateTimeOffset? FirstOrderAt, IReadOnlyDictionary<string, IReadOnlyList<MonthMeasure>> Measures,
    IReadOnlyList<MonthPoints> Points,
    IReadOnlyList<string>? Segments = null, IReadOnlyList<string>? Perks = null, IReadOnlyList<string>? Memberships = null,
    int? Nps = null);

/// <summary>Evaluated points of the orders of one local month.</summary>
public sealed record MonthPoints(int Month, long Points);

/// <summary>One order to evaluate: the first time with the standing before it, later with what the first evaluation froze.</summary>
/// <param name="ContactId">
/// The contact whose wallet gets a contact's points: that of the order's first evaluation, even if an amendment names another (mechanics.md
/// §1).
/// </param>
/// <param name="RecordedLines">The lines as first recorded, where an amendment has replaced them; absent: the same as
/// <paramref name="Lines"/>.</param>
/// <param name="Rate">
/// Program currency per one unit of the order's currency, for the first evaluation (mechanics.md §10); absent: the program's currency.
/// </param>
public sealed record EvaluateOrder(
    string Source, string OrderId, int ProgramVersion, DateTimeOffset PlacedAt, IReadOnlyList<EvaluatedLine> Lines,
    string? ContactId = null, string? PartnerId = null, IReadOnlyDictionary<string, string>? Tags = null,
    StandingBefore? Standing = null, FrozenContext? Frozen = null, IReadOnlyList<EvaluatedLine>? RecordedLines = null,
    Exact? Rate = null);

/// <summary>Asks for the evaluation of up to 500 orders of one program, each independent of the others. The answer is
/// <see cref="OrdersEvaluated"/>.</summary>
/// <param name="PublishedVersions">The published versions that the sender knows; the scopes of these versions are measured.</param>
public sealed record EvaluateOrders(string Program, IReadOnlyList<int> PublishedVersions, IReadOnlyList<EvaluateOrder> Orders)
{
    /// <summary>The queue to which the message is sent.</summary>
    public const string Queue = "rules-evaluate";

    /// <summary>The most orders that one message may hold.</summary>
    public const int OrdersMax = 500;
}

/// <summary>The answer to <see cref="EvaluateOrders"/>: one evaluation for each order asked, in the same order.</summary>
/// <param name="Evaluations">An entry is null for an order whose result overflows the ledger's number range.</param>
public sealed record OrdersEvaluated(string Program, IReadOnlyList<OrderEvaluation?> Evaluations);
