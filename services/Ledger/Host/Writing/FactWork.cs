using System.Diagnostics;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;
using Ledger.Domain.ProgramFacts;
using Ledger.Domain.Reading;
using Ledger.Host.State;

namespace Ledger.Host.Writing;

/// <summary>A fact about an order, an activity or a purchase; the caller has checked that it is well-formed.</summary>
internal abstract class FactWork(IFact fact, string hash, Func<JsonElement> payload, Transport transport) : Work(fact.Program)
{
    private string? codeSeed;

    public IFact Fact { get; } = fact;

    public string Hash { get; } = hash;

    /// <summary>The fact as JSON. It is serialized only when the fact must be stored, which is rare.</summary>
    public JsonElement Payload => payload();

    /// <summary>
    /// Set when the fact was refused before it was queued. It is then not decided, but facts that are parked for its order are refused with
    /// it. Facts that are parked for an activity or purchase stay parked.
    /// </summary>
    public Outcome? Refused { get; init; }

    /// <summary>What was sent, for a fact that was refused before it was queued; null: the payload is stored instead.</summary>
    public Func<string>? Raw { get; init; }

    public Transport Transport { get; } = transport;

    /// <summary>The id of the rejection, when a rejected fact is redriven; else null.</summary>
    public string? RedriveOf { get; init; }

    /// <summary>Who asked for the redrive.</summary>
    public string? RedrivenBy { get; init; }

    /// <summary>
    /// Whether the fact was parked and is now applied. If refused, it is stored in the list of rejected facts, whatever transport it came
    /// over.
    /// </summary>
    public bool WasParked { get; init; }

    /// <summary>The row in ledger_facts_ahead of a fact that was parked only because of its time (domain.md §2); else null.</summary>
    public AheadKey? ReleasedFrom { get; init; }

    /// <summary>Random text for the codes of vouchers that it issues. It stays the same when the fact is decided again.</summary>
    public string CodeSeed => codeSeed ??= VoucherSeed.New();

    /// <summary>The command that is decided.</summary>
    /// <param name="recordedAt">When the ledger learnt of it.</param>
    /// <param name="codeSeed">The seed of voucher codes; empty when the program issues no vouchers for facts.</param>
    public abstract LedgerCommand Command(DateTimeOffset recordedAt, string codeSeed);

    /// <summary>The work item of a fact.</summary>
    /// <exception cref="UnreachableException">The fact has no stream of its own (a rate).</exception>
    public static FactWork Of(
        IFact fact, string hash, Func<JsonElement> payload, Transport transport, string? redriveOf = null, string? redrivenBy = null) =>
        fact switch
        {
            IOrderFact order => new OrderFactWork(order, hash, payload, transport) { RedriveOf = redriveOf, RedrivenBy = redrivenBy },
            IProgramFact other => new ProgramFactWork(other, hash, payload, transport) { RedriveOf = redriveOf, RedrivenBy = redrivenBy },
            _ => throw new UnreachableException($"{fact.GetType().Name} has no stream."),
        };

    /// <summary>The work item of a parked fact.</summary>
    /// <param name="payload">The fact as it was parked.</param>
    /// <param name="releasedFrom">The row in ledger_facts_ahead; null when the fact waited for another fact.</param>
    public static FactWork OfParked(string factType, string hash, JsonElement payload, AheadKey? releasedFrom = null) =>
        FactReader.ReadKept(payload, factType) switch
        {
            IOrderFact order => new OrderFactWork(order, hash, () => payload, Transport.Http)
            {
                WasParked = true,
                ReleasedFrom = releasedFrom,
            },
            IProgramFact other => new ProgramFactWork(other, hash, () => payload, Transport.Http)
            {
                WasParked = true,
                ReleasedFrom = releasedFrom,
            },
            var fact => throw new UnreachableException($"{fact.GetType().Name} is not parked."),
        };
}

/// <summary>A fact about an order.</summary>
internal sealed class OrderFactWork(IOrderFact fact, string hash, Func<JsonElement> payload, Transport transport)
    : FactWork(fact, hash, payload, transport)
{
    public new IOrderFact Fact { get; } = fact;

    public OrderKey OrderKey => new(Fact.Program, Fact.Source, Fact.OrderId);

    public override LedgerCommand Command(DateTimeOffset recordedAt, string codeSeed) =>
        new RecordFact(Fact, Hash, () => Payload, recordedAt, codeSeed);
}

/// <summary>An activity, a purchase of a membership, or what undoes one (mechanics.md §1).</summary>
internal sealed class ProgramFactWork(IProgramFact fact, string hash, Func<JsonElement> payload, Transport transport)
    : FactWork(fact, hash, payload, transport)
{
    public new IProgramFact Fact { get; } = fact;

    public FactKey Key { get; } =
        new(fact.Program, FactStream.NameOf(fact) ?? throw new UnreachableException($"{fact.GetType().Name} has no stream."));

    /// <summary>The account that the fact names; null for one that undoes another fact.</summary>
    public string? NamedAccount { get; } = FactStream.AccountOf(fact);

    public override LedgerCommand Command(DateTimeOffset recordedAt, string codeSeed) =>
        new RecordProgramFact(Fact, Hash, () => Payload, recordedAt, codeSeed);
}

/// <summary>A fact that was refused before it was queued, to be stored in the list of rejected facts.</summary>
/// <param name="program">The program as it was sent: any text, or null.</param>
internal sealed class RejectWork(
    string? program, Outcome outcome, string payload, Transport transport, string? factType = null, string? source = null,
    string? orderId = null)
    : Work(KeptRefusal.TenantOf(program))
{
    public Outcome Outcome { get; } = outcome;

    public string Payload { get; } = payload;

    public Transport Transport { get; } = transport;

    public string? FactType { get; } = factType;

    public string? Source { get; } = source;

    public string? OrderId { get; } = orderId;
}
