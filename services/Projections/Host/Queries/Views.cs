using System.Globalization;
using Ledger.EventLog;
using Ledger.Hosting;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Ledger.Projections.Host;

/// <summary>Answers queries from the views: waits for the position that the caller asks for, and says which one the answer has.</summary>
internal sealed class Views(NpgsqlDataSource target, EventStore store, PositionGate gate, ProgramCache programs, TimeProvider time, ProjectionsOptions options)
{
    /// <summary>The log, for what the views only point to.</summary>
    public EventStore Log => store;

    /// <summary>The events that the views point to.</summary>
    public LogRows Rows { get; } = new(target);

    /// <summary>Answers from a snapshot at or after the <c>minPosition</c> of the request.</summary>
    public async Task<IResult> AnswerAsync(HttpContext context, Func<Snapshot, CancellationToken, Task<IResult>> query)
    {
        var ct = context.RequestAborted;
        long position = 0;
        if (context.Request.Query["minPosition"] is [{ } text] && !(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out position) && position >= 0))
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "bad_position", "minPosition is a position of the log: a whole number, 0 or more.");
        }

        for (var attempt = 1; ; attempt++)
        {
            await using var snapshot = await OpenAsync(position, ct);
            if (snapshot is null) return NotReached(position);
            Positions.Write(context, snapshot.Position);
            try
            {
                return await query(snapshot, ct);
            }
            catch (PostgresException gone) when (Snapshot.IsGone(gone) && attempt == 1 && !context.Response.HasStarted)
            {
                // The generation was switched and dropped in between: once more, with the new one.
            }
        }
    }

    /// <summary>A snapshot at or after a position, or null when the time is over first.</summary>
    private async Task<Snapshot?> OpenAsync(long position, CancellationToken ct)
    {
        if (await Snapshot.OpenAsync(target, position, ct) is { } atOnce) return atOnce;
        using var waiter = gate.Enter();
        for (var begun = time.GetTimestamp(); time.GetElapsedTime(begun) < options.WaitMax;)
        {
            // Told of a move that is not enough, there is nothing to look for yet.
            if (await gate.MovedAsync(ct) && position > gate.Position) continue;
            if (await Snapshot.OpenAsync(target, position, ct) is { } snapshot) return snapshot;
        }

        return null;
    }

    /// <summary>The same for a query about one program, which must exist.</summary>
    public Task<IResult> AnswerAsync(HttpContext context, Func<Snapshot, ProgramState, CancellationToken, Task<IResult>> query) => AnswerAsync(context, async (snapshot, ct) =>
    {
        var name = Segments.Program(context);
        return await programs.FindAsync(snapshot, name, ct) is { } program
            ? await query(snapshot, program, ct)
            : Problem.Of(StatusCodes.Status404NotFound, "unknown_program", $"There is no program {name}.");
    });

    /// <summary>The same for a query about one account, which must exist; of a merged one the account that it is now, or with <c>own=true</c> what it was.</summary>
    public Task<IResult> AnswerAsync(HttpContext context, Func<Snapshot, ProgramState, AccountState, CancellationToken, Task<IResult>> query) => AnswerAsync(context, async (snapshot, program, ct) =>
    {
        var id = Segments.Account(context);
        return await AccountState.FindAsync(snapshot, program, id, context.Request.Query["own"] is ["true"], ct) is { } account
            ? await query(snapshot, program, account, ct)
            : Problem.Of(StatusCodes.Status404NotFound, "unknown_account", $"There is no account {id} in program {program.Program}.");
    });

    private IResult NotReached(long position) => Problem.Of(
        StatusCodes.Status503ServiceUnavailable,
        "position_not_reached",
        string.Create(CultureInfo.InvariantCulture, $"The projections have not reached position {position} within {options.WaitMax.TotalSeconds} s; they are at {gate.Position}."));
}
