using System.Collections.Concurrent;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Orders;
using Ledger.Domain.ProgramFacts;
using Ledger.Domain.Reading;
using Ledger.Host.Writing;

namespace Ledger.Host.Endpoints;

/// <summary>
/// Takes facts from HTTP or the bus: checks what needs only the fact itself, and hands them to the writer in their order.
/// </summary>
public sealed class Facts(Writer writer, Programs programs, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, IntakeCount> byBus = new(StringComparer.Ordinal);

    /// <summary>
    /// How a program's facts over the bus ended, since this process started. Facts for unknown programs are counted together under one
    /// name, because the senders choose the names and there may be any number of them.
    /// </summary>
    /// <returns>The counts so far; zeros for a program without any.</returns>
    public IntakeCount BusIntake(string program) => byBus.GetValueOrDefault(program) ?? new IntakeCount();

    /// <summary>Counts a fact that came over the bus.</summary>
    /// <param name="program">The program it names.</param>
    /// <param name="kind">How it ended.</param>
    public void CountBus(string program, OutcomeKind kind) =>
        byBus.GetOrAdd(programs.Find(program) is null ? KeptRefusal.NoProgram : program, _ => new IntakeCount()).Add(kind);

    /// <summary>
    /// Hands a fact to the writer, waiting while its queue is full. The inner task completes when the fact is durable or refused.
    /// </summary>
    /// <param name="read">The fact, or why it could not be read.</param>
    /// <param name="raw">What was sent; stored if the fact is refused.</param>
    /// <param name="transport">Whether it came over HTTP or the bus.</param>
    /// <param name="ct">Cancels the wait for room in the queue; a fact that is in the queue is still carried out.</param>
    /// <param name="place">
    /// The fact's place among others that came with it, as the beginning of a sentence; put before the reason if the fact cannot be read.
    /// Null: it came alone.
    /// </param>
    public ValueTask<Task<Done>> SubmitAsync(
        ReadFact read, Func<string> raw, Transport transport, CancellationToken ct, string? place = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(raw);
        if (read.Fact is not { } fact)
        {
            var (head, why) = (read.Head, read.Refusal!);
            var told = place is null ? why : why with { Message = $"{place}: {why.Message}" };
            return writer.EnqueueAsync(new RejectWork(head.Program, told, raw(), transport, head.Type, head.Source, head.OrderId), ct);
        }

        if (FactChecks.Check(fact, time.GetUtcNow()) is { } refusal)
        {
            var order = fact as IOrderFact;
            // When the order is known, the writer also refuses the facts that are parked for it.
            return order is not null && Identifiers.IsId(fact.Program) && Identifiers.IsId(order.Source) && Identifiers.IsId(order.OrderId)
                ? writer.EnqueueAsync(new OrderFactWork(order, "", () => default, transport) { Refused = refusal, Raw = raw }, ct)
                : writer.EnqueueAsync(
                    new RejectWork(fact.Program, refusal, raw(), transport, fact.GetType().Name, order?.Source, order?.OrderId), ct);
        }

        return fact is RateSet rate ? SetRateAsync(rate, raw, transport, ct) : writer.EnqueueAsync(WorkOf(fact, transport), ct);
    }

    /// <summary>
    /// Hands a rejected fact to the writer again. If it is refused again, it is not stored a second time, because the list has it already.
    /// </summary>
    /// <param name="read">The stored payload, as this version reads it.</param>
    /// <param name="rejectedId">Its id in the list of rejected facts.</param>
    /// <param name="principal">The name of the caller's key.</param>
    /// <param name="ct">Cancels the wait for room in the queue; a fact that is in the queue is still carried out.</param>
    public ValueTask<Task<Done>> RedriveAsync(ReadFact read, string rejectedId, string principal, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(read);
        if ((read.Refusal ?? FactChecks.Check(read.Fact!, time.GetUtcNow())) is { } again)
        {
            return ValueTask.FromResult(Task.FromResult(new Done(again, writer.Head, rejectedId)));
        }

        return read.Fact is RateSet rate
            ? RedriveRateAsync(rate, rejectedId, principal, ct)
            : writer.EnqueueAsync(WorkOf(read.Fact!, Transport.Http, rejectedId, principal), ct);
    }

    private static FactWork WorkOf(IFact fact, Transport transport, string? redriveOf = null, string? redrivenBy = null) =>
        FactWork.Of(
            fact, ContentHash.Of(fact), () => JsonSerializer.SerializeToElement(fact, fact.GetType(), Wire.Options), transport, redriveOf,
            redrivenBy);

    private static ProgramWork WorkOf(RateSet rate) => new(rate.Program, (state, now) => RateFacts.Decide(state, rate, now));

    // A rate is a change of its program, so the writer decides it as such. A refusal is stored afterwards, like that of any other fact.
    private async ValueTask<Task<Done>> SetRateAsync(RateSet rate, Func<string> raw, Transport transport, CancellationToken ct)
    {
        var deciding = await writer.EnqueueAsync(WorkOf(rate), ct);
        return KeepAsync();

        async Task<Done> KeepAsync()
        {
            var done = await deciding;
            var isKept = done.Outcome.Kind == OutcomeKind.Rejected
                || (done.Outcome.Kind == OutcomeKind.Conflict && transport == Transport.Bus);
            if (!isKept) return done;
            var kept = await writer.DoAsync(
                new RejectWork(rate.Program, done.Outcome, raw(), transport, nameof(RateSet)), CancellationToken.None);
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

/// <summary>Counts facts by how they ended.</summary>
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

    /// <summary>The counts as the API shows them.</summary>
    public IntakeCounts Shown => new(
        Received, this[OutcomeKind.Recorded], this[OutcomeKind.Repeated], this[OutcomeKind.Superseded], this[OutcomeKind.Parked],
        this[OutcomeKind.Rejected], this[OutcomeKind.Conflict]);
}
