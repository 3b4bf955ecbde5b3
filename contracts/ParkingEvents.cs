using System.Text.Json;

namespace Ledger.Contracts.V1;

/// <summary>
/// A fact was parked: it came before its order and waits for the order, or it is dated more than 60 s ahead and waits for its time
/// (domain.md §2). A parked fact moves no clock and binds no key.
/// </summary>
/// <param name="FactType">The fact's type, for example OrderReturned.</param>
/// <param name="Payload">The fact as it came.</param>
public sealed record FactParked(
    string Program, string Source, string OrderId, string FactType, string ContentHash, JsonElement Payload,
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
    string Program, string Awaits, string FactType, string ContentHash, JsonElement Payload, DateTimeOffset EffectiveAt,
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
