using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1;

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
