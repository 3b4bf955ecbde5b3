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

/// <summary>Which way a fact came in.</summary>
public enum Door
{
    Http,
    Bus,
}

/// <summary>What became of a piece of work.</summary>
/// <param name="Outcome">Recorded, repeated, refused …</param>
/// <param name="Position">The log's position by which it is in force; 0 when nothing was written for it.</param>
/// <param name="RejectedId">Set when it was kept in the list of rejected facts.</param>
/// <param name="Reply">What a command that was carried out is answered, now or before.</param>
public sealed record Done(Outcome Outcome, long Position, string? RejectedId = null, CommandReply? Reply = null);

/// <summary>Something the writer is asked to do. Answered once it is durable, or refused.</summary>
internal abstract class Work(string program)
{
    public string Program { get; } = program;

    public TaskCompletionSource<Done> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When it was handed in, as a timestamp of the clock; 0 when its wait is measured.</summary>
    public long EnqueuedAt { get; set; }

    /// <summary>The span of the request or message that it came with; null when that is not traced.</summary>
    public Activity? Request { get; set; }
}

/// <summary>A fact with a stream of its own, already known to be well-formed: of an order, an activity or a purchase.</summary>
internal abstract class FactWork(IFact fact, string hash, Func<JsonElement> payload, Door door) : Work(fact.Program)
{
    private string? codeSeed;

    public IFact Fact { get; } = fact;

    public string Hash { get; } = hash;

    /// <summary>The fact as it came; made when it must be kept, which is rare.</summary>
    public JsonElement Payload => payload();

    /// <summary>
    /// Set when the fact was refused before it got here: it is not decided, but what waits for its order is refused with it.
    /// Of an activity or purchase nothing is: what waits for it goes on waiting.
    /// </summary>
    public Outcome? Refused { get; init; }

    /// <summary>What was sent, when it is refused before it is decided; absent: the payload.</summary>
    public Func<string>? Raw { get; init; }

    public Door Door { get; } = door;

    /// <summary>Set when this is a rejected fact that is driven again.</summary>
    public string? RedriveOf { get; init; }

    /// <summary>Who asked for it to be driven again.</summary>
    public string? RedrivenBy { get; init; }

    /// <summary>Set when this is a parked fact that waits no more: it is refused into the list, whatever the door.</summary>
    public bool WasParked { get; init; }

    /// <summary>Set when its time has come and it waited for that alone (domain.md §2): the row that says so.</summary>
    public AheadKey? ReleasedFrom { get; init; }

    /// <summary>Random text for the codes of vouchers that it issues; the same however often it is decided.</summary>
    public string CodeSeed => codeSeed ??= VoucherSeed.New();

    /// <summary>What the ledger is asked.</summary>
    /// <param name="recordedAt">When the ledger learnt of it.</param>
    /// <param name="codeSeed">Empty where the program issues no vouchers for facts.</param>
    public abstract LedgerCommand Command(DateTimeOffset recordedAt, string codeSeed);

    /// <summary>A fact as work.</summary>
    /// <exception cref="UnreachableException">It has no stream of its own (a rate).</exception>
    public static FactWork Of(
        IFact fact, string hash, Func<JsonElement> payload, Door door, string? redriveOf = null, string? redrivenBy = null) => fact switch
        {
            IOrderFact order => new OrderFactWork(order, hash, payload, door) { RedriveOf = redriveOf, RedrivenBy = redrivenBy },
            IProgramFact other => new ProgramFactWork(other, hash, payload, door) { RedriveOf = redriveOf, RedrivenBy = redrivenBy },
            _ => throw new UnreachableException($"{fact.GetType().Name} has no stream."),
        };

    /// <summary>A fact that was parked, as work.</summary>
    /// <param name="payload">As it was kept.</param>
    /// <param name="releasedFrom">The row that said when its time comes; null where it waited for another fact.</param>
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

    /// <summary>The account that it names itself; null for what undoes another fact.</summary>
    public string? NamedAccount { get; } = FactStream.AccountOf(fact);

    public override LedgerCommand Command(DateTimeOffset recordedAt, string codeSeed) =>
        new RecordProgramFact(Fact, Hash, () => Payload, recordedAt, codeSeed);
}

/// <summary>A fact that was refused before it got here, to be kept in the list.</summary>
/// <param name="program">As it was sent: any text, or null.</param>
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

/// <summary>What is due for an account by a time.</summary>
internal sealed class DueWorkOf(string program, string account, DateTimeOffset until) : Work(program)
{
    public string Account { get; } = account;

    public DateTimeOffset Until { get; } = until;
}

/// <summary>A prize of a challenge or draw, to be credited to an account, all merges followed.</summary>
/// <param name="prize">Its time of recording and its seed are set when it is decided.</param>
internal sealed class PrizeWork(string program, string account, AwardPrize prize) : Work(program)
{
    public string Account { get; } = account;

    /// <summary>The command; its seed is the same however often it is decided.</summary>
    public AwardPrize Prize { get; } = prize with { CodeSeed = VoucherSeed.New() };
}

/// <summary>A refused fact that was driven again and is recorded now, where its own work could not say so.</summary>
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

/// <summary>A period to be closed.</summary>
/// <param name="summed">The books as they were summed beside the writer; null: it is only asked how the command stands.</param>
internal sealed class PeriodWork(string program, ClosePeriod command, SummedBooks? summed) : LoneWork(program)
{
    public ClosePeriod Command { get; } = command;

    public SummedBooks? Summed { get; } = summed;

    /// <summary>How the command stands, once the work is done; where it still closes the period, something has to be carried out
    /// first.</summary>
    public PeriodStep? Step { get; set; }
}

/// <summary>The next challenge that closes or draw that is held by a time.</summary>
internal sealed class ContestWork(string program, DateTimeOffset until) : LoneWork(program)
{
    public DateTimeOffset Until { get; } = until;
}
