using System.Diagnostics;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;
using Ledger.Domain.Periods;
using Ledger.Domain.ProgramFacts;
using Ledger.Domain.Programs;
using Ledger.Domain.Reading;
using Ledger.Host.State;

namespace Ledger.Host.Writing;

/// <summary>The transport that a fact came over.</summary>
public enum Door
{
    Http,
    Bus,
}

/// <summary>How a work item ended.</summary>
/// <param name="Outcome">Recorded, repeated, refused …</param>
/// <param name="Position">The log's position by which it is in force; 0 when no event was written for it.</param>
/// <param name="RejectedId">Its id in the list of rejected facts, if it was stored there; else null.</param>
/// <param name="Reply">The answer to a command that was carried out, now or before; else null.</param>
public sealed record Done(Outcome Outcome, long Position, string? RejectedId = null, CommandReply? Reply = null);

/// <summary>A work item for the writer. It completes once it is durable or refused.</summary>
internal abstract class Work(string program)
{
    public string Program { get; } = program;

    public TaskCompletionSource<Done> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When it was queued, as a timestamp of the time provider; 0 once its wait was measured.</summary>
    public long EnqueuedAt { get; set; }

    /// <summary>The span of the request or message that it belongs to; null when that is not traced.</summary>
    public Activity? Request { get; set; }
}

/// <summary>A fact about an order, an activity or a purchase; the caller has checked that it is well-formed.</summary>
internal abstract class FactWork(IFact fact, string hash, Func<JsonElement> payload, Door door) : Work(fact.Program)
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

    public Door Door { get; } = door;

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
        IFact fact, string hash, Func<JsonElement> payload, Door door, string? redriveOf = null, string? redrivenBy = null) => fact switch
        {
            IOrderFact order => new OrderFactWork(order, hash, payload, door) { RedriveOf = redriveOf, RedrivenBy = redrivenBy },
            IProgramFact other => new ProgramFactWork(other, hash, payload, door) { RedriveOf = redriveOf, RedrivenBy = redrivenBy },
            _ => throw new UnreachableException($"{fact.GetType().Name} has no stream."),
        };

    /// <summary>The work item of a parked fact.</summary>
    /// <param name="payload">The fact as it was parked.</param>
    /// <param name="releasedFrom">The row in ledger_facts_ahead; null when the fact waited for another fact.</param>
    public static FactWork OfParked(string factType, string hash, JsonElement payload, AheadKey? releasedFrom = null) =>
        FactReader.ReadKept(payload, factType) switch
        {
            IOrderFact order => new OrderFactWork(order, hash, () => payload, Door.Http) { WasParked = true, ReleasedFrom = releasedFrom },
            IProgramFact other => new ProgramFactWork(other, hash, () => payload, Door.Http)
            {
                WasParked = true,
                ReleasedFrom = releasedFrom,
            },
            var fact => throw new UnreachableException($"{fact.GetType().Name} is not parked."),
        };
}

/// <summary>A fact about an order.</summary>
internal sealed class OrderFactWork(IOrderFact fact, string hash, Func<JsonElement> payload, Door door)
    : FactWork(fact, hash, payload, door)
{
    public new IOrderFact Fact { get; } = fact;

    public OrderKey OrderKey => new(Fact.Program, Fact.Source, Fact.OrderId);

    public override LedgerCommand Command(DateTimeOffset recordedAt, string codeSeed) =>
        new RecordFact(Fact, Hash, () => Payload, recordedAt, codeSeed);
}

/// <summary>An activity, a purchase of a membership, or what undoes one (mechanics.md §1).</summary>
internal sealed class ProgramFactWork(IProgramFact fact, string hash, Func<JsonElement> payload, Door door)
    : FactWork(fact, hash, payload, door)
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
    string? program, Outcome outcome, string payload, Door door, string? factType = null, string? source = null, string? orderId = null)
    : Work(KeptRefusal.TenantOf(program))
{
    public Outcome Outcome { get; } = outcome;

    public string Payload { get; } = payload;

    public Door Door { get; } = door;

    public string? FactType { get; } = factType;

    public string? Source { get; } = source;

    public string? OrderId { get; } = orderId;
}

/// <summary>Carries out what is due for an account at or before a time.</summary>
internal sealed class DueWorkOf(string program, string account, DateTimeOffset until) : Work(program)
{
    public string Account { get; } = account;

    public DateTimeOffset Until { get; } = until;
}

/// <summary>A prize of a challenge or draw, to be credited to an account, all merges followed.</summary>
/// <param name="prize">The prize. Its seed is set here; its recorded time is set when it is decided.</param>
internal sealed class PrizeWork(string program, string account, AwardPrize prize) : Work(program)
{
    public string Account { get; } = account;

    /// <summary>The command. Its seed stays the same when it is decided again.</summary>
    public AwardPrize Prize { get; } = prize with { CodeSeed = VoucherSeed.New() };
}

/// <summary>Records that a rejected fact was redriven and recorded, for a fact (a rate) whose own work item cannot record that.</summary>
internal sealed class RedrivenWork(string program, string rejectedId, string? principal) : Work(program)
{
    public string RejectedId { get; } = rejectedId;

    public string? Principal { get; } = principal;
}

/// <summary>Work that is decided alone, between batches, because everything else of its program depends on it.</summary>
internal abstract class LoneWork(string program) : Work(program);

/// <summary>A change of a program.</summary>
internal sealed class ProgramWork(string program, Func<ProgramState, DateTimeOffset, ProgramDecision> decide) : LoneWork(program)
{
    public Func<ProgramState, DateTimeOffset, ProgramDecision> Decide { get; } = decide;
}

/// <summary>Closes a period, or decides what the command comes to.</summary>
/// <param name="summed">The books as summed outside the writer; null to only decide what the command comes to.</param>
internal sealed class PeriodWork(string program, ClosePeriod command, SummedBooks? summed) : LoneWork(program)
{
    public ClosePeriod Command { get; } = command;

    public SummedBooks? Summed { get; } = summed;

    /// <summary>
    /// What the command comes to, set when the work is done. If it is still <see cref="PeriodStep.Closes"/>, due work or summing has to be
    /// finished first.
    /// </summary>
    public PeriodStep? Step { get; set; }
}

/// <summary>Closes the next challenge, or holds the next draw, that is due at or before a time.</summary>
internal sealed class ContestWork(string program, DateTimeOffset until) : LoneWork(program)
{
    public DateTimeOffset Until { get; } = until;
}
