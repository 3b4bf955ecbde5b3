using System.Text.Json;

namespace Ledger.Contracts.V1.Answers;

/// <summary>
/// An order as it now stands. Of an order that is not recorded yet, only <c>source</c>, <c>orderId</c>, <c>recorded</c> and
/// <c>parked</c> are there.
/// </summary>
/// <param name="Recorded">Whether the order itself came; false: only facts that wait for it.</param>
/// <param name="Parked">The facts that wait for the order or for their time.</param>
/// <param name="AccountId">The account that has it now.</param>
/// <param name="RecordedFor">The merged account that it was recorded for, where that is another.</param>
/// <param name="Revision">Of the snapshot that stands.</param>
/// <param name="Rate">Program currency per one unit of the order's currency; absent for an order in the program's currency.</param>
/// <param name="ProgramVersion">The version of the program that rules it: the one effective at <c>placedAt</c>.</param>
/// <param name="Evaluation">What the rules give for it, and why.</param>
/// <param name="Entries">The movements of value that it caused.</param>
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
/// <param name="Payload">The fact as it came in.</param>
/// <param name="EffectiveAt">When it happened in business.</param>
public sealed record ParkedFact(string FactType, JsonElement Payload, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt);

/// <summary>A line of an order with what came back of it.</summary>
/// <param name="Returned">Quantity that was returned.</param>
/// <param name="Remaining">Quantity that was not.</param>
/// <param name="InProgramCurrency">Its money in the program's currency; absent for an order in that currency.</param>
public sealed record OrderLineShown(
    string LineId, string Sku, string Kind, decimal Quantity, decimal UnitPrice, decimal Discount, decimal Returned, decimal Remaining,
    string? Category = null, LineMoney? InProgramCurrency = null);

/// <summary>A line's money in the program's currency, exact.</summary>
public sealed record LineMoney(Exact UnitPrice, Exact Discount);

/// <summary>A snapshot of an order.</summary>
/// <param name="Superseded">It came after a higher revision.</param>
public sealed record OrderRevision(long Revision, bool Superseded, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt);

/// <summary>Goods that came back.</summary>
/// <param name="Cancellation">It is the cancellation of the order, which returns all that remained.</param>
/// <param name="ReturnId">Absent for a cancellation.</param>
public sealed record OrderReturn(
    bool Cancellation, IReadOnlyList<ReturnedLine> Lines, DateTimeOffset OccurredAt, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt,
    string? ReturnId = null);

/// <summary>A payment, shipment or delivery.</summary>
/// <param name="Fact">paid, shipped or delivered.</param>
/// <param name="Triggers">It activates the order's points, or gives them a date.</param>
public sealed record OrderProgress(
    string Fact, DateTimeOffset OccurredAt, bool Triggers, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, string? FactId = null);

/// <summary>A page of orders, the ones that were recorded last first.</summary>
/// <param name="AccountId">Only in the answer about one account.</param>
/// <param name="MergedInto">Set when it was asked for by the id of a merged account: the account that it is now.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record OrdersAnswer(
    IReadOnlyList<OrderListed> Orders, string? AccountId = null, string? MergedInto = null, long? Next = null);

/// <summary>An order as it now stands, in the program's currency; all amounts are 0 once it was cancelled or returned whole.</summary>
/// <param name="AccountId">The account that has it now.</param>
/// <param name="Position">Position of the log at which it was recorded.</param>
/// <param name="ProgramVersion">The version of the program that rules it.</param>
/// <param name="Entitled">The discount that the rules grant.</param>
/// <param name="Stated">The discount that the order itself states.</param>
/// <param name="Variance">Entitled less stated.</param>
/// <param name="Points">What the rules give for it, whatever was waived, left alone or expired.</param>
public sealed record OrderListed(
    string Source, string OrderId, string AccountId, DateTimeOffset PlacedAt, long Position, int ProgramVersion, decimal Gross,
    decimal Net, decimal Entitled, decimal Stated, decimal Variance, long Points);
