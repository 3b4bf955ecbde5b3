using Ledger.Contracts.V1;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;

namespace Ledger.Domain.ProgramFacts;

/// <summary>
/// Revocations and refunds that arrive before what they undo (mechanics.md §1), and facts that arrive before their time (domain.md §2), are
/// parked in the stream of the activity or purchase. They are applied when the activity or purchase is recorded. When it is refused they
/// stay parked, because it may be redriven.
/// </summary>
public static class ParkedFacts
{
    /// <summary>
    /// The parked facts of an activity or purchase that is now recorded, in the order in which they are applied: by effective time, then by
    /// arrival.
    /// </summary>
    /// <param name="now">The server's clock: facts that are dated ahead of it stay parked.</param>
    public static IReadOnlyList<ProgramFactParked> ToApply(FactStream fact, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return fact is { IsRecorded: true, Parked.IsEmpty: false }
            ? [.. fact.Parked.Where(parked => !AheadOfTime.Is(parked.EffectiveAt, now)).OrderBy(parked => parked.EffectiveAt)]
            : [];
    }

    /// <summary>The events that remove a parked fact from its stream when it is refused.</summary>
    /// <param name="fact">The stream in which the fact is parked.</param>
    /// <param name="parkedAs">The content hash of the parked fact.</param>
    public static (IReadOnlyList<Emitted> Happened, FactStream Fact) Refused(FactStream fact, string parkedAs, DateTimeOffset recordedAt)
    {
        ArgumentNullException.ThrowIfNull(fact);
        var recorder = new Recorder(new LedgerState(ProgramState.Empty(fact.Program), null) { Fact = fact }, recordedAt);
        recorder.EmitForFactAlone(new ProgramFactUnparked(fact.Program, fact.Name, parkedAs, recordedAt, recordedAt));
        return (recorder.Emitted, recorder.Fact);
    }
}
