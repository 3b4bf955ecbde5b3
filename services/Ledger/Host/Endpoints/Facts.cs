using System.Collections.Concurrent;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Orders;
using Ledger.Domain.ProgramFacts;
using Ledger.Domain.Reading;
using Ledger.Host.Writing;

namespace Ledger.Host.Endpoints;

/// <summary>Takes facts from any door: reads them, checks what can be checked alone, and hands them to the writer in their order.</summary>
public sealed class Facts(Writer writer, Programs programs, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, IntakeCount> byBus = new(StringComparer.Ordinal);

    /// <summary>
    /// How facts over the bus ended, by program, since this process started. Facts for programs that are not there are counted together,
    /// under the name that stands for no program: the names are the sender's, and there may be any number of them.
    /// </summary>
    /// <returns>The counts now; zeros for a program that has none.</returns>
    public IntakeCount BusIntake(string program) => byBus.GetValueOrDefault(program) ?? new IntakeCount();

    /// <summary>Counts a fact that came over the bus.</summary>
    /// <param name="program">The program it names.</param>
    /// <param name="kind">How it ended.</param>
    public void CountBus(string program, OutcomeKind kind) =>
        byBus.GetOrAdd(programs.Find(program) is null ? KeptRefusal.NoProgram : program, _ => new IntakeCount()).Add(kind);

    /// <summary>Hands a fact to the writer; the task that comes back ends when it is durable or refused.</summary>
    /// <param name="read">The fact, or why it could not be read.</param>
    /// <param name="raw">What was sent, kept if it is refused.</param>
    /// <param name="door">Where it came in.</param>
    /// <param name="ct">Gives up waiting for room; what was handed over is still done.</param>
    /// <param name="place">
    /// Where it stands among others that came with it, as the beginning of a sentence; kept with why it could not be read.
    /// </param>
    public ValueTask<Task<Done>> SubmitAsync(ReadFact read, Func<string> raw, Door door, CancellationToken ct, string? place = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(raw);
        if (read.Fact is not { } fact)
        {
            var (head, why) = (read.Head, read.Refusal!);
            var told = place is null ? why : why with { Message = $"{place}: {why.Message}" };
            return writer.EnqueueAsync(new RejectWork(head.Program, told, raw(), door, head.Type, head.Source, head.OrderId), ct);
        }

        if (FactChecks.Check(fact, time.GetUtcNow()) is { } refusal)
        {
            var order = fact as IOrderFact;
            // With its order known, the writer also refuses what waits for the order.
            return order is not null && Identifiers.IsId(fact.Program) && Identifiers.IsId(order.Source) && Identifiers.IsId(order.OrderId)
                ? writer.EnqueueAsync(new OrderFactWork(order, "", () => default, door) { Refused = refusal, Raw = raw }, ct)
                : writer.EnqueueAsync(
                    new RejectWork(fact.Program, refusal, raw(), door, fact.GetType().Name, order?.Source, order?.OrderId), ct);
        }

        return fact is RateSet rate ? SetRateAsync(rate, raw, door, ct) : writer.EnqueueAsync(WorkOf(fact, door), ct);
    }

    /// <summary>Hands a fact that was refused before to the writer once more. One that is refused again is in the list already.</summary>
    /// <param name="read">What was kept, as it is read today.</param>
    /// <param name="rejectedId">Its id in the list.</param>
    /// <param name="principal">Who asks for it.</param>
    /// <param name="ct">Gives up waiting for room; what was handed over is still done.</param>
    public ValueTask<Task<Done>> RedriveAsync(ReadFact read, string rejectedId, string principal, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(read);
        if ((read.Refusal ?? FactChecks.Check(read.Fact!, time.GetUtcNow())) is { } again)
        {
            return ValueTask.FromResult(Task.FromResult(new Done(again, writer.Head, rejectedId)));
        }

        return read.Fact is RateSet rate
            ? RedriveRateAsync(rate, rejectedId, principal, ct)
            : writer.EnqueueAsync(WorkOf(read.Fact!, Door.Http, rejectedId, principal), ct);
    }

    private static FactWork WorkOf(IFact fact, Door door, string? redriveOf = null, string? redrivenBy = null) =>
        FactWork.Of(
            fact, ContentHash.Of(fact), () => JsonSerializer.SerializeToElement(fact, fact.GetType(), Wire.Options), door, redriveOf,
            redrivenBy);

    private static ProgramWork WorkOf(RateSet rate) => new(rate.Program, (state, now) => RateFacts.Decide(state, rate, now));

    // A rate is a change of its program. A refusal is kept as that of any fact is, after it is known.
    private async ValueTask<Task<Done>> SetRateAsync(RateSet rate, Func<string> raw, Door door, CancellationToken ct)
    {
        var deciding = await writer.EnqueueAsync(WorkOf(rate), ct);
        return KeepAsync();

        async Task<Done> KeepAsync()
        {
            var done = await deciding;
            var isKept = done.Outcome.Kind == OutcomeKind.Rejected || (done.Outcome.Kind == OutcomeKind.Conflict && door == Door.Bus);
            if (!isKept) return done;
            var kept = await writer.DoAsync(
                new RejectWork(rate.Program, done.Outcome, raw(), door, nameof(RateSet)), CancellationToken.None);
            return done with { Position = kept.Position, RejectedId = kept.RejectedId };
        }
    }

    private async ValueTask<Task<Done>> RedriveRateAsync(RateSet rate, string rejectedId, string principal, CancellationToken ct)
    {
        var deciding = await writer.EnqueueAsync(WorkOf(rate), ct);
        return SayAsync();

        async Task<Done> SayAsync()
        {
            var done = await deciding;
            if (done.Outcome.Kind is OutcomeKind.Rejected or OutcomeKind.Conflict) return done with { RejectedId = rejectedId };
            var said = await writer.DoAsync(new RedrivenWork(rate.Program, rejectedId, principal), CancellationToken.None);
            return done with { Position = said.Position };
        }
    }
}

/// <summary>How many facts ended how.</summary>
public sealed class IntakeCount
{
    private readonly long[] counts = new long[Enum.GetValues<OutcomeKind>().Length];
    private long received;

    public long Received => Volatile.Read(ref received);

    public long this[OutcomeKind kind] => Volatile.Read(ref counts[(int)kind]);

    public void Add(OutcomeKind kind)
    {
        Interlocked.Increment(ref counts[(int)kind]);
        Interlocked.Increment(ref received);
    }

    /// <summary>As the API shows them.</summary>
    public IntakeCounts Shown => new(
        Received, this[OutcomeKind.Recorded], this[OutcomeKind.Repeated], this[OutcomeKind.Superseded], this[OutcomeKind.Parked],
        this[OutcomeKind.Rejected], this[OutcomeKind.Conflict]);
}
