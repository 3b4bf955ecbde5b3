using Ledger.Contracts.V1;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;

namespace Ledger.Domain.ProgramFacts;

/// <summary>
/// Revocations and refunds that came before what they undo (mechanics.md §1), and facts that came before their time (domain.md §2): they
/// are kept in the stream of the activity or purchase. What waits for it is applied when it comes, and goes on waiting when it is refused,
/// because it may be driven again.
/// </summary>
public static class ParkedFacts
{
    /// <summary>What waited for an activity or purchase that is here now, as it is applied: by effective time, then arrival.</summary>
    /// <param name="now">The server's clock: what is dated ahead of it goes on waiting.</param>
    public static IReadOnlyList<ProgramFactParked> ToApply(FactStream fact, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return fact is { IsRecorded: true, Parked.IsEmpty: false }
            ? [.. fact.Parked.Where(parked => !AheadOfTime.Is(parked.EffectiveAt, now)).OrderBy(parked => parked.EffectiveAt)]
            : [];
    }

    /// <summary>What follows when a fact that was parked is refused: it waits no longer.</summary>
    /// <param name="fact">The stream in which it waits.</param>
    /// <param name="parkedAs">Its content hash.</param>
    public static (IReadOnlyList<Emitted> Happened, FactStream Fact) Refused(FactStream fact, string parkedAs, DateTimeOffset recordedAt)
    {
        ArgumentNullException.ThrowIfNull(fact);
        var recorder = new Recorder(new LedgerState(ProgramState.Empty(fact.Program), null) { Fact = fact }, recordedAt);
        recorder.EmitForFactAlone(new ProgramFactUnparked(fact.Program, fact.Name, parkedAs, recordedAt, recordedAt));
        return (recorder.Emitted, recorder.Fact);
    }
}
