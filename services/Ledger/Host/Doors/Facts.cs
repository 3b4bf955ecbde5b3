using System.Collections.Concurrent;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Ledger.Domain;

namespace Ledger.Ledger.Host;

/// <summary>Takes facts from any door: reads them, checks what can be checked alone, and hands them to the writer in their order.</summary>
public sealed class Facts(Writer writer, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, IntakeCount> byBus = new(StringComparer.Ordinal);

    /// <summary>How facts over the bus ended, by program, since this process started.</summary>
    public IntakeCount BusIntake(string program) => byBus.GetOrAdd(program, _ => new IntakeCount());

    /// <summary>Hands a fact to the writer; the task that comes back ends when it is durable or refused.</summary>
    /// <param name="read">The fact, or why it could not be read.</param>
    /// <param name="program">The program it is for, as far as is known.</param>
    /// <param name="raw">What was sent, kept if it is refused.</param>
    /// <param name="door">Where it came in.</param>
    /// <param name="ct">Gives up waiting for room; what was handed over is still done.</param>
    /// <param name="redriveOf">The rejected fact that this is driven from.</param>
    /// <param name="redrivenBy">Who asked for that.</param>
    public ValueTask<Task<Done>> SubmitAsync(ReadFact read, string program, Func<string> raw, Door door, CancellationToken ct, string? redriveOf = null, string? redrivenBy = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(raw);
        if (redriveOf is not null && (read.Refusal ?? FactChecks.Check(read.Fact!, time.GetUtcNow())) is { } again)
        {
            // It is in the list already.
            return ValueTask.FromResult(Task.FromResult(new Done(again, writer.Head, redriveOf)));
        }

        if (read.Fact is not { } fact) return writer.EnqueueAsync(new RejectWork(program, read.Refusal!, raw(), door), ct);
        if (FactChecks.Check(fact, time.GetUtcNow()) is { } refusal)
        {
            // With its order known, the writer also refuses what waits for the order.
            return Identifiers.IsId(fact.Program) && Identifiers.IsId(fact.Source) && Identifiers.IsId(fact.OrderId)
                ? writer.EnqueueAsync(new FactWork(fact, "", () => default, door) { Refused = refusal, Raw = raw, RedriveOf = redriveOf, RedrivenBy = redrivenBy }, ct)
                : writer.EnqueueAsync(new RejectWork(fact.Program, refusal, raw(), door, fact.GetType().Name, fact.Source, fact.OrderId), ct);
        }

        return writer.EnqueueAsync(new FactWork(fact, ContentHash.Of(fact), () => JsonSerializer.SerializeToElement(fact, fact.GetType(), Wire.Options), door) { RedriveOf = redriveOf, RedrivenBy = redrivenBy }, ct);
    }

    /// <summary>Facts of one message, in their order.</summary>
    public async Task<IReadOnlyList<Done>> SubmitAllAsync(IReadOnlyList<JsonElement> facts, Door door, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var waiting = new List<Task<Done>>(facts.Count);
        foreach (var fact in facts)
        {
            var program = fact.ValueKind == JsonValueKind.Object && fact.TryGetProperty("program", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : "";
            waiting.Add(await SubmitAsync(FactReader.Read(fact, factType: null), program, fact.GetRawText, door, ct));
        }

        return await Task.WhenAll(waiting);
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
    public object Shown => new
    {
        received = Received,
        recorded = this[OutcomeKind.Recorded],
        repeated = this[OutcomeKind.Repeated],
        superseded = this[OutcomeKind.Superseded],
        parked = this[OutcomeKind.Parked],
        rejected = this[OutcomeKind.Rejected],
        conflicts = this[OutcomeKind.Conflict],
    };
}
