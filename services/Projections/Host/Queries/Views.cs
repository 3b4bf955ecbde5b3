using System.Globalization;
using System.Text.Json;
using JasperFx.Events;
using Ledger.Contracts.V1;
using Ledger.EventLog;
using Ledger.Hosting;
using Ledger.Projections.Host.Endpoints;
using Ledger.Projections.Host.Tailing;
using Marten;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Ledger.Projections.Host.Queries;

/// <summary>Answers queries from the views: waits for the position that the caller asks for, and says which one the answer has.</summary>
internal sealed class Views(
    NpgsqlDataSource target, EventStore store, IDocumentStore marten, PositionGate gate, ProgramCache programs, AccountAnswers answers,
        TimeProvider time, ProjectionsOptions options)
{
    private readonly AccountReader reader = new(target, programs);

    /// <summary>The wall's clock, which programs without a manual one go by.</summary>
    public TimeProvider Time => time;

    /// <summary>The log, for what the views only point to.</summary>
    public EventStore Log => store;

    /// <summary>The events of one stream.</summary>
    public async Task<IReadOnlyList<IEvent>> StreamAsync(string program, string stream, CancellationToken ct)
    {
        await using var session = marten.QuerySession(program);
        return await session.Events.FetchStreamAsync(stream, token: ct);
    }

    /// <summary>The events that the views point to.</summary>
    public LogRows Rows { get; } = new(target);

    /// <summary>Answers from a snapshot at or after the <c>minPosition</c> of the request.</summary>
    public async Task<IResult> AnswerAsync(HttpContext context, Func<Snapshot, CancellationToken, Task<IResult>> query)
    {
        var ct = context.RequestAborted;
        if (!MinPosition(context, out var position))
        {
            return Problem.OfParameter("bad_position", "minPosition", "minPosition is a position of the log: a whole number, 0 or more.");
        }

        for (var attempt = 1; ; attempt++)
        {
            await using var snapshot = await OpenAsync(position, ct);
            if (snapshot is null) return NotReached(position);
            reader.Live(snapshot.Generation);
            Positions.Write(context, snapshot.Position);
            var hasTag = EntityTags.AreOn(context);
            if (hasTag && EntityTags.IsKnown(context, EntityTags.Of(snapshot.Position))) return EntityTags.NotModified;
            try
            {
                var result = await query(snapshot, ct);
                // What is streamed has written its tag with its head.
                var isAnswer = result is IStatusCodeHttpResult { StatusCode: null or StatusCodes.Status200OK };
                if (hasTag && isAnswer) context.Response.Headers.ETag = EntityTags.Of(snapshot.Position);
                return result;
            }
            catch (PostgresException gone) when (Snapshot.IsGone(gone) && attempt == 1 && !context.Response.HasStarted)
            {
                // The generation was switched and dropped in between: once more, with the new one.
            }
        }
    }

    /// <summary>
    /// Answers a question about one account from memory, or with one round trip to the database. Null when neither has the answer: the
    /// request has other parameters than <c>minPosition</c>, or the account is not there at that position, or it was merged.
    /// </summary>
    public async Task<IResult?> AnswerShortlyAsync(HttpContext context, AccountQuestion question, Func<AccountReading, object> answer)
    {
        if (!MinPosition(context, out var minPosition) || context.Request.Query.Any(one => one.Key != "minPosition")) return null;
        var key = new AnswerKey(question, Segments.Program(context), Segments.Account(context));
        if (answers.Find(key, minPosition) is { } kept) return Answer.Body(context, kept);
        if (await reader.ReadAsync(key, context.RequestAborted) is not { } reading || reading.Position < minPosition) return null;
        var body = JsonSerializer.SerializeToUtf8Bytes(answer(reading), Wire.Options);
        return Answer.Body(context, answers.Keep(key, body, reading.Position));
    }

    private static bool MinPosition(HttpContext context, out long position)
    {
        position = 0;
        return context.Request.Query["minPosition"] is not [{ } text]
            || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out position) && position >= 0);
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
    public Task<IResult> AnswerAsync(HttpContext context, Func<Snapshot, QueriedProgram, CancellationToken, Task<IResult>> query) =>
        AnswerAsync(
            context,
            async (snapshot, ct) =>
            {
                var name = Segments.Program(context);
                return await programs.FindAsync(snapshot, name, ct) is { } program
                    ? await query(snapshot, program, ct)
                    : Problem.UnknownProgram(name);
            }
        );

    /// <summary>The same for a query about one account, which must exist; of a merged one the account that it is now, or with
    /// <c>own=true</c> what it was.</summary>
    public Task<IResult> AnswerAsync(
        HttpContext context, Func<Snapshot, QueriedProgram, AccountState, CancellationToken, Task<IResult>> query) =>
        AnswerAsync(
            context,
            async (snapshot, program, ct) =>
            {
                var id = Segments.Account(context);
                return await AccountState.FindAsync(snapshot, program, id, context.Request.Query["own"] is ["true"], ct) is { } account
                    ? await query(snapshot, program, account, ct)
                    : Problem.Of(
                        StatusCodes.Status404NotFound, "unknown_account", $"There is no account {id} in program {program.Program}.");
            }
        );

    private IResult NotReached(long position) => Problem.Of(
        StatusCodes.Status503ServiceUnavailable,
        "position_not_reached",
        string.Create(
            CultureInfo.InvariantCulture,
            $"The projections have not reached position {position} within {options.WaitMax.TotalSeconds} s; they are at {gate.Position}."));
}
