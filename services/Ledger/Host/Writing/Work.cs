using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Ledger.Domain;

namespace Ledger.Ledger.Host;

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

    /// <summary>Set when deciding failed in a way that only this work is to blame for: the batch is decided again without it.</summary>
    public Outcome? Refused { get; set; }
}

/// <summary>A fact about an order, already known to be well-formed.</summary>
internal sealed class FactWork(IOrderFact fact, string hash, Func<JsonElement> payload, Door door) : Work(fact.Program)
{
    public IOrderFact Fact { get; } = fact;

    public string Hash { get; } = hash;

    /// <summary>The fact as it came; made when it must be kept, which is rare.</summary>
    public JsonElement Payload => payload();

    /// <summary>What was sent, when it is refused before it is decided; absent: the payload.</summary>
    public Func<string>? Raw { get; init; }

    public Door Door { get; } = door;

    /// <summary>Set when this is a rejected fact that is driven again.</summary>
    public string? RedriveOf { get; init; }

    /// <summary>Who asked for it to be driven again.</summary>
    public string? RedrivenBy { get; init; }

    /// <summary>Set when this is a parked fact whose order has come: it is refused into the list, whatever the door.</summary>
    public bool WasParked { get; init; }

    public (string Program, string Source, string OrderId) OrderKey => (Fact.Program, Fact.Source, Fact.OrderId);
}

/// <summary>A fact that was refused before it got here, to be kept in the list.</summary>
internal sealed class RejectWork(string? program, Outcome outcome, string payload, Door door, string? factType = null, string? source = null, string? orderId = null) : Work(program ?? "")
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

/// <summary>A change of a program: decided alone, between batches, because everything else depends on it.</summary>
internal sealed class ProgramWork(string program, Func<ProgramState, DateTimeOffset, ProgramDecision> decide) : Work(program)
{
    public Func<ProgramState, DateTimeOffset, ProgramDecision> Decide { get; } = decide;
}
