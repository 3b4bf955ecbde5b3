using Ledger.Contracts.V1;
using Ledger.Domain.Deciding;

namespace Ledger.Domain.Orders;

/// <summary>A refused fact, as the list of rejected facts stores it.</summary>
/// <param name="Program">The program as the fact names it: any text, also none.</param>
/// <param name="Outcome">Why.</param>
/// <param name="Payload">The fact's text as it was sent.</param>
public sealed record RefusedFact(string Program, Outcome Outcome, string Payload, string? FactType, string? Source, string? OrderId);

/// <summary>What follows from refusing a fact.</summary>
/// <param name="Refused">The parked facts that are refused together with it.</param>
/// <param name="Happened">Events of the order's stream.</param>
/// <param name="Order">The order after them.</param>
public sealed record AfterRefusal(IReadOnlyList<RefusedFact> Refused, IReadOnlyList<Emitted> Happened, Order Order);

/// <summary>
/// Facts that arrive before their order or before their time (domain.md §2) are parked in the order's stream. A fact that waits for its
/// order is applied when the order is recorded, and refused when the order is refused for good. A parked fact moves no clock and binds no
/// key.
/// </summary>
public static class Parking
{
    /// <summary>
    /// The parked facts of an order that is now recorded, in the order in which they are applied: by effective time, which is not before
    /// the order's, then by arrival.
    /// </summary>
    /// <param name="now">The server's clock: facts that are dated ahead of it stay parked.</param>
    public static IReadOnlyList<FactParked> ToApply(Order order, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (!order.IsRecorded || order.Parked.IsEmpty) return [];
        return
        [
            .. order.Parked.Where(parked => !AheadOfTime.Is(parked.EffectiveAt, now))
                .OrderBy(parked => OrderFacts.EffectiveAt(order, parked.EffectiveAt)),
        ];
    }

    /// <summary>
    /// What follows when a fact is refused: if it was parked, it is removed; and if it is a snapshot of an order refused for good, the
    /// facts that wait for the order are refused too.
    /// </summary>
    /// <param name="parkedAs">The content hash of the fact, if it was parked; else null.</param>
    public static AfterRefusal Refused(Order order, IOrderFact fact, Outcome outcome, string? parkedAs, DateTimeOffset recordedAt)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(outcome);
        var recorder = new Recorder(new LedgerState(ProgramState.Empty(order.Program), null) { Order = order }, recordedAt);
        if (parkedAs is not null) Unpark(recorder, parkedAs);
        var refused = new List<RefusedFact>();
        // Where another snapshot of the order waits for its time, the order may still come.
        var isGivenUp = fact is OrderPlaced && !order.IsRecorded && Refusals.IsForGood(outcome.Code!)
            && !recorder.Order.Parked.Exists(parked => parked.FactType == nameof(OrderPlaced));
        if (isGivenUp)
        {
            var because = Outcome.Reject(Refusals.OrderRejected, $"Its order was rejected: {outcome.Message}");
            foreach (var parked in recorder.Order.Parked)
            {
                refused.Add(new RefusedFact(order.Program, because, parked.Payload.GetRawText(), parked.FactType, order.Source, order.Id));
                Unpark(recorder, parked.ContentHash);
            }
        }

        return new AfterRefusal(refused, recorder.Emitted, recorder.Order);
    }

    internal static FactEnd Park(Recorder recorder, RecordFact command)
    {
        var order = recorder.Order;
        if (order.Parked.Exists(parked => parked.ContentHash == command.ContentHash)) return Outcome.Parked;
        recorder.EmitForOrderAlone(new FactParked(
                order.Program, order.Source, order.Id, command.Fact.GetType().Name, command.ContentHash, command.Payload(),
                OrderFacts.TimeOf(command.Fact), recorder.RecordedAt));
        return Outcome.Parked;
    }

    private static void Unpark(Recorder recorder, string hash)
    {
        var order = recorder.Order;
        recorder.EmitForOrderAlone(new FactUnparked(order.Program, order.Source, order.Id, hash, recorder.RecordedAt, recorder.RecordedAt));
    }
}
