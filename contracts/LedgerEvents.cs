using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1;

/// <summary>An event that the ledger recorded: stored in the log under its name in <see cref="EventNames"/>, published under its
/// type.</summary>
public interface ILedgerEvent
{
    public string Program { get; }

    /// <summary>When it happened in business; for due work, its due time.</summary>
    public DateTimeOffset EffectiveAt { get; }

    /// <summary>When the ledger learnt of it.</summary>
    public DateTimeOffset RecordedAt { get; }
}

/// <summary>An event of one account.</summary>
public interface IAccountEvent : ILedgerEvent
{
    public string AccountId { get; }
}

/// <summary>
/// An event about a fact that has a stream of its own: an order, an activity or a purchase. The account's state changes with it too, and
/// each such event names its account, so a reader needs no join.
/// </summary>
public interface IFactEvent : IAccountEvent;

/// <summary>An event about one order.</summary>
public interface IOrderEvent : IFactEvent
{
    public string Source { get; }

    public string OrderId { get; }
}

/// <summary>An order's first snapshot (or an amendment that came without its order).</summary>
/// <param name="ProgramVersion">The version effective at placedAt; the order's evaluation stays with it.</param>
/// <param name="ContentHash">Hash of the snapshot after defaults; a repeat has the same hash, a conflict another.</param>
/// <param name="EffectiveAt">placedAt.</param>
public sealed record OrderRecorded(
    string Program, string Source, string OrderId, string AccountId, long Revision, DateTimeOffset PlacedAt, string Currency,
    [property: JsonConverter(typeof(OrderLinesJsonConverter))] IReadOnlyList<OrderLine> Lines, int ProgramVersion, string ContentHash,
    DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, string? ContactId = null, string? PartnerId = null,
    IReadOnlyDictionary<string, string>? Tags = null) : IOrderEvent;

/// <summary>A higher revision replaced the snapshot.</summary>
public sealed record OrderRevised(
    string Program, string Source, string OrderId, string AccountId, long Revision,
    [property: JsonConverter(typeof(OrderLinesJsonConverter))] IReadOnlyList<OrderLine> Lines, string ContentHash,
    DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, string? ContactId = null, string? PartnerId = null,
    IReadOnlyDictionary<string, string>? Tags = null) : IOrderEvent;

/// <summary>A revision came after a higher one: recorded, without effect.</summary>
public sealed record OrderSuperseded(
    string Program, string Source, string OrderId, string AccountId, long Revision, string ContentHash,
    DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : IOrderEvent;

/// <summary>A payment, shipment or delivery of a recorded order.</summary>
/// <param name="Fact">paid, shipped or delivered.</param>
/// <param name="FactId">Distinguishes several facts of one kind; empty where the order has only one.</param>
/// <param name="OccurredAt">The time that the sender gave.</param>
/// <param name="Triggers">True for the first of its kind.</param>
public sealed record OrderProgressed(
    string Program, string Source, string OrderId, string AccountId, string Fact, string FactId, DateTimeOffset OccurredAt, bool Triggers,
    string ContentHash, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : IOrderEvent;

/// <summary>A return, or a cancellation (which returns all that remains).</summary>
/// <param name="ReturnId">The return's id; null for a cancellation.</param>
/// <param name="Lines">The lines and quantities that came back.</param>
public sealed record ReturnRecorded(
    string Program, string Source, string OrderId, string AccountId, string? ReturnId, IReadOnlyList<ReturnedLine> Lines,
    DateTimeOffset OccurredAt, string ContentHash, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : IOrderEvent;

/// <summary>
/// A fact was parked: it came before its order and waits for the order, or it is dated more than 60 s ahead and waits for its time
/// (domain.md §2). A parked fact moves no clock and binds no key.
/// </summary>
/// <param name="FactType">The fact's type, for example OrderReturned.</param>
/// <param name="Payload">The fact as it came.</param>
public sealed record FactParked(
    string Program, string Source, string OrderId, string FactType, string ContentHash, System.Text.Json.JsonElement Payload,
    DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : ILedgerEvent;

/// <summary>A parked fact no longer waits: it was refused, by itself or because its order was refused for good.</summary>
public sealed record FactUnparked(
    string Program, string Source, string OrderId, string ContentHash, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : ILedgerEvent;

/// <summary>
/// A fact about an activity or purchase was parked: a revocation or refund that came before what it undoes (mechanics.md §1), or a fact
/// dated more than 60 s ahead (domain.md §2). It is recorded in the stream of that activity or purchase. A parked fact moves no clock and
/// binds no key.
/// </summary>
/// <param name="Awaits">The stream of the activity or purchase.</param>
/// <param name="FactType">The fact's type, for example ActivityRevoked.</param>
/// <param name="Payload">The fact as it came.</param>
public sealed record ProgramFactParked(
    string Program, string Awaits, string FactType, string ContentHash, System.Text.Json.JsonElement Payload, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : ILedgerEvent;

/// <summary>A parked fact no longer waits: it was refused.</summary>
/// <param name="Awaits">The stream of the activity or purchase.</param>
public sealed record ProgramFactUnparked(
    string Program, string Awaits, string ContentHash, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : ILedgerEvent;

/// <summary>A fact was refused for good; the event holds what was sent and why it was refused (domain.md §2). The fact can be submitted
/// again.</summary>
/// <param name="RejectedId">Made of payload and code, so that the same refusal twice is one.</param>
/// <param name="Code">Stable code of the reason.</param>
/// <param name="Reason">A sentence for people.</param>
/// <param name="Door">The transport on which the fact came in: http or bus.</param>
/// <param name="Payload">What was sent, as text.</param>
public sealed record OrderRejected(
    string Program, string RejectedId, string Code, string Reason, string Door, string Payload, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt, string? FactType = null, string? Source = null, string? OrderId = null) : ILedgerEvent;

/// <summary>A rejected fact was submitted again and is now recorded.</summary>
/// <param name="Principal">Who submitted it again.</param>
public sealed record RejectionRedriven(
    string Program, string RejectedId, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, string? Principal = null) : ILedgerEvent;

/// <summary>An order's evaluation as it now stands: discounts, points, and what the order adds to the account's measures. Each evaluation
/// replaces the last.</summary>
/// <param name="ProgramVersion">The version that judged the order.</param>
/// <param name="Evaluation">What the rules gave and why.</param>
/// <param name="Previous">Measures of the evaluation that this one replaces; absent for the first.</param>
/// <param name="Month">The order's local month: year × 12 + month − 1.</param>
/// <param name="RebatePeriods">Rebate periods in which this order is the account's first; absent when there are none.</param>
/// <param name="RecordedFor">The merged account that the order was recorded for; absent: the account itself.</param>
public sealed record DiscountComputed(
    string Program, string Source, string OrderId, string AccountId, int ProgramVersion, int Month, OrderEvaluation Evaluation,
    DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, OrderMeasures? Previous = null,
    IReadOnlyList<RebatePeriodOpened>? RebatePeriods = null, string? RecordedFor = null) : IOrderEvent;

/// <summary>A rebate period in which this is the account's first recorded order.</summary>
/// <param name="Period">2011-Q3, 2011-07 or 2011.</param>
/// <param name="FirstMonth">The period's first local month: year × 12 + month − 1.</param>
/// <param name="Start">Local start, an instant; the version effective then gives the period's rule.</param>
/// <param name="End">Local end, an instant at which the period closes.</param>
/// <param name="Scope">Key of the scope whose net is the basis.</param>
public sealed record RebatePeriodOpened(
    string Rebate, string Period, int ProgramVersion, int FirstMonth, int MonthCount, DateTimeOffset Start, DateTimeOffset End,
    string Scope);

/// <summary>What an order adds to its account's measures.</summary>
/// <param name="Points">Evaluated points, all owners.</param>
/// <param name="Scopes">One measure for each scope that the program has had, and "*" for all merchandise.</param>
public sealed record OrderMeasures(long Points, IReadOnlyList<ScopeMeasure> Scopes)
{
    /// <summary>Whether the order was measured in a scope.</summary>
    public bool Has(string scope)
    {
        foreach (var measure in Scopes)
        {
            if (measure.Scope == scope) return true;
        }

        return false;
    }

    /// <summary>The net in a scope; 0 in a scope in which the order was not measured.</summary>
    public Exact NetOf(string scope)
    {
        foreach (var measure in Scopes)
        {
            if (measure.Scope == scope) return measure.Net;
        }

        return Exact.Zero;
    }
}

/// <summary>An order's part in one scope.</summary>
/// <param name="Scope">
/// The scope's key: its name and the version that first defined it in this way, "goods@1"; "*" is all merchandise. A key that ends in
/// "/wind-down" measures the orders of the program's wind-down in that scope; the net in "orders/loyalty" is 1 for an order that counts for
/// the loyalty kind.
/// </param>
/// <param name="Net">Exact net of the remaining quantities.</param>
/// <param name="Counts">Whether the order counts among the scope's orders: a line was in scope when first recorded.</param>
public sealed record ScopeMeasure(string Scope, Exact Net, bool Counts);

/// <summary>One month of one scope of an account.</summary>
/// <param name="Month">Local month: year × 12 + month − 1.</param>
public sealed record MonthMeasure(int Month, Exact Net, long Orders);

/// <summary>The account's earlier orders were measured in a scope that a newly published version defines.</summary>
/// <param name="Scope">
/// The key of the new scope, as in <see cref="ScopeMeasure"/>.
/// </param>
/// <param name="RecordedFor">The merged account for which these orders were recorded; absent: the account itself.</param>
public sealed record ScopeMeasured(
    string Program, string AccountId, string Scope, IReadOnlyList<MonthMeasure> Months, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt, string? RecordedFor = null) : IAccountEvent;

/// <summary>A rebate period of one account was closed, or its basis changed after the close (domain.md §4).</summary>
/// <param name="Rebate">The rebate rule's id.</param>
/// <param name="Period">2011-Q3, 2011-07 or 2011.</param>
/// <param name="PeriodStart">Local start of the period, an instant.</param>
/// <param name="Basis">Exact scoped net of the period's orders as they now stand.</param>
/// <param name="Amount">The rule's result on that basis, in money.</param>
/// <param name="ClosedBy">The merged account that had closed the period; absent: the account itself. The difference is posted to the
/// account itself.</param>
public sealed record RebateComputed(
    string Program, string AccountId, string Rebate, string Period, DateTimeOffset PeriodStart, int ProgramVersion, Exact Basis,
    decimal Amount, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, string? ClosedBy = null) : IAccountEvent;

/// <summary>The account rose to a higher tier, effective for its next order.</summary>
/// <param name="Metric">The qualification metric that reached the tier.</param>
/// <param name="EffectiveAt">The standing's <c>since</c>.</param>
public sealed record TierUpgraded(
    string Program, string AccountId, string FromTier, string Tier, Exact Metric, int ProgramVersion, Cause Cause,
    DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>A review took the account down.</summary>
/// <param name="GraceUntil">The end of a new grace; set when the new tier is still above the entitled one.</param>
public sealed record TierDowngraded(
    string Program, string AccountId, string FromTier, string Tier, Exact Metric, int ProgramVersion, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt, DateTimeOffset? GraceUntil = null) : IAccountEvent;

/// <summary>A review left the tier unchanged: the account is entitled to it again (grace cleared), or a grace still runs.</summary>
public sealed record TierRetained(
    string Program, string AccountId, string Tier, Exact Metric, int ProgramVersion, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt,
    DateTimeOffset? GraceUntil = null) : IAccountEvent;

/// <summary>A review found the account's metric below its tier; the account keeps the tier until the grace ends.</summary>
public sealed record TierGraceStarted(
    string Program, string AccountId, string Tier, Exact Metric, DateTimeOffset GraceUntil, int ProgramVersion, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : IAccountEvent;
