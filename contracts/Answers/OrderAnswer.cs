using System.Text.Json;

namespace Ledger.Contracts.V1.Answers;

/// <summary>
/// An order as it now stands. An order that is not recorded yet has only <c>source</c>, <c>orderId</c>, <c>recorded</c> and <c>parked</c>.
/// </summary>
/// <param name="Recorded">Whether the order itself was recorded; false: there are only facts that wait for it.</param>
/// <param name="Parked">The facts that wait for the order or for their time.</param>
/// <param name="AccountId">The account that has the order now, the survivor after a merge.</param>
/// <param name="RecordedFor">The merged account for which the order was recorded; absent: the account itself.</param>
/// <param name="Revision">Revision of the snapshot that stands.</param>
/// <param name="Rate">Program currency per one unit of the order's currency; absent for an order in the program's currency.</param>
/// <param name="ProgramVersion">The version of the program that judges the order: the one effective at <c>placedAt</c>.</param>
/// <param name="Evaluation">What the rules give for the order, and why.</param>
/// <param name="Entries">The movements of value that the order caused.</param>
/// <typeparam name="TEntry">How an entry is held: <see cref="Entry"/>, or JSON that has its form.</typeparam>
public sealed record OrderAnswer<TEntry>(
    string Source, string OrderId, bool Recorded, IReadOnlyList<ParkedFact> Parked, string? AccountId = null, string? RecordedFor = null,
    long? Revision = null, DateTimeOffset? PlacedAt = null, string? Currency = null, Exact? Rate = null, string? ProgramCurrency = null,
    int? ProgramVersion = null, string? ContactId = null, string? PartnerId = null, IReadOnlyDictionary<string, string>? Tags = null,
    bool? Cancelled = null, IReadOnlyList<OrderLineShown>? Lines = null, IReadOnlyList<OrderRevision>? Revisions = null,
    IReadOnlyList<OrderReturn>? Returns = null, IReadOnlyList<OrderProgress>? Progress = null, OrderEvaluation? Evaluation = null,
    IReadOnlyList<TEntry>? Entries = null);

/// <summary>A fact that waits for its order or for its time.</summary>
/// <param name="FactType">OrderReturned, OrderPaid and so on.</param>
/// <param name="Payload">The fact as it was received.</param>
/// <param name="EffectiveAt">When it happened in business.</param>
public sealed record ParkedFact(string FactType, JsonElement Payload, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt);

/// <summary>A line of an order with the quantity returned.</summary>
/// <param name="Returned">Quantity that was returned.</param>
/// <param name="Remaining">Quantity that was not returned.</param>
/// <param name="InProgramCurrency">The line's money in the program's currency; absent for an order in that currency.</param>
public sealed record OrderLineShown(
    string LineId, string Sku, string Kind, decimal Quantity, decimal UnitPrice, decimal Discount, decimal Returned, decimal Remaining,
    string? Category = null, LineMoney? InProgramCurrency = null);

/// <summary>A line's money in the program's currency, exact.</summary>
public sealed record LineMoney(Exact UnitPrice, Exact Discount);

/// <summary>A snapshot of an order.</summary>
/// <param name="Superseded">True where the snapshot came after a higher revision and had no effect.</param>
public sealed record OrderRevision(long Revision, bool Superseded, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt);

/// <summary>Goods that came back.</summary>
/// <param name="Cancellation">True for the cancellation of the order, which returns all that remained.</param>
/// <param name="ReturnId">Absent for a cancellation.</param>
public sealed record OrderReturn(
    bool Cancellation, IReadOnlyList<ReturnedLine> Lines, DateTimeOffset OccurredAt, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt,
    string? ReturnId = null);

/// <summary>A payment, shipment or delivery.</summary>
/// <param name="Fact">paid, shipped or delivered.</param>
/// <param name="Triggers">True for the fact that activates the order's points or dates their activation.</param>
public sealed record OrderProgress(
    string Fact, DateTimeOffset OccurredAt, bool Triggers, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, string? FactId = null);

/// <summary>A page of orders, the last recorded first.</summary>
/// <param name="AccountId">Only in the answer about one account.</param>
/// <param name="MergedInto">Set when it was asked for by the id of a merged account: the account that it is now.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record OrdersAnswer(
    IReadOnlyList<OrderListed> Orders, string? AccountId = null, string? MergedInto = null, long? Next = null);

/// <summary>An order as it now stands, in the program's currency; all amounts of an order that was cancelled or returned whole are
/// 0.</summary>
/// <param name="AccountId">The account that has the order now, the survivor after a merge.</param>
/// <param name="Position">Position of the log at which the order was recorded.</param>
/// <param name="ProgramVersion">The version of the program that judges the order.</param>
/// <param name="Entitled">The discount that the rules grant.</param>
/// <param name="Stated">The discount that the order itself states.</param>
/// <param name="Variance">Entitled less stated.</param>
/// <param name="Points">What the rules give for the order, whatever was waived, left alone or expired.</param>
public sealed record OrderListed(
    string Source, string OrderId, string AccountId, DateTimeOffset PlacedAt, long Position, int ProgramVersion, decimal Gross,
    decimal Net, decimal Entitled, decimal Stated, decimal Variance, long Points);
