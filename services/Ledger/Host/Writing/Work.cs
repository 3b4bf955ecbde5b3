using System.Diagnostics;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;

namespace Ledger.Host.Writing;

/// <summary>How a work item ended.</summary>
/// <param name="Outcome">Recorded, repeated, refused …</param>
/// <param name="Position">The log's position by which it is in force; 0 when no event was written for it.</param>
/// <param name="RejectedId">Its id in the list of rejected facts, if it was stored there; else null.</param>
/// <param name="Reply">The answer to a command that was carried out, now or before; else null.</param>
/// <param name="ReplyJson">The answer as JSON with <see cref="Wire.Options"/>, if the command was carried out now; else undefined.</param>
public sealed record Done(
    Outcome Outcome, long Position, string? RejectedId = null, CommandReply? Reply = null, JsonElement ReplyJson = default);

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
