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

/// <summary>
/// Answers queries from the views: waits for the position that the caller asks for, and returns the position of the answer.
/// </summary>
internal sealed class Views(
    NpgsqlDataSource target, EventStore store, IDocumentStore marten, PositionGate gate, ProgramCache programs, AccountAnswers answers,
        TimeProvider time, ProjectionsOptions options)
{
    private readonly AccountReader reader = new(target, programs);

    /// <summary>The wall clock, used by programs without a manual clock.</summary>
    public TimeProvider Time => time;

    /// <summary>The log, for details of which the views only have the position.</summary>
    public EventStore Log => store;

    /// <summary>The events of one stream.</summary>
    public async Task<IReadOnlyList<IEvent>> StreamAsync(string program, string stream, CancellationToken ct)
    {
        await using var session = marten.QuerySession(program);
        return await session.Events.FetchStreamAsync(stream, token: ct);
    }

    /// <summary>Reads events of the log by position.</summary>
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
                // A streamed answer has already written its entity tag with its headers.
                var isAnswer = result is IStatusCodeHttpResult { StatusCode: null or StatusCodes.Status200OK };
                if (hasTag && isAnswer) context.Response.Headers.ETag = EntityTags.Of(snapshot.Position);
                return result;
            }
            catch (PostgresException gone) when (Snapshot.IsGone(gone) && attempt == 1 && !context.Response.HasStarted)
            {
                // The generation was replaced and dropped meanwhile: try again with the new one.
            }
        }
    }

    /// <summary>
    /// Answers a query about one account from the cache, or with one round trip to the database. Null when neither can: the request has
    /// parameters besides <c>minPosition</c>, or the views have not reached that position, or the account is unknown or merged.
    /// </summary>
    public async Task<IResult?> AnswerShortlyAsync(HttpContext context, AccountQuestion question, Func<AccountReading, object> answer)
    {
        if (!MinPosition(context, out var minPosition) || context.Request.Query.Any(one => one.Key != "minPosition")) return null;
        var key = new AnswerKey(question, Segments.Program(context), Segments.Account(context));
        if (answers.Find(key, minPosition) is { } kept) return Answer.Body(context, kept);
        if (await reader.ReadAsync(key, context.RequestAborted) is not { } reading || reading.Position < minPosition) return null;
        var body = JsonSerializer.SerializeToUtf8Bytes(answer(reading), Wire.Options);
        return Answer.Body(context, answers.Cache(key, body, reading.Position));
    }

    private static bool MinPosition(HttpContext context, out long position)
    {
        position = 0;
        return context.Request.Query["minPosition"] is not [{ } text]
            || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out position) && position >= 0);
    }

    /// <summary>A snapshot at or after a position; null when the wait times out first.</summary>
    private async Task<Snapshot?> OpenAsync(long position, CancellationToken ct)
    {
        if (await Snapshot.OpenAsync(target, position, ct) is { } atOnce) return atOnce;
        using var waiter = gate.Enter();
        for (var begun = time.GetTimestamp(); time.GetElapsedTime(begun) < options.WaitMax;)
        {
            // The views have advanced, but not far enough: wait on without asking the database.
            if (await gate.MovedAsync(ct) && position > gate.Position) continue;
            if (await Snapshot.OpenAsync(target, position, ct) is { } snapshot) return snapshot;
        }

        return null;
    }

    /// <summary>Answers a query about one program, which must exist.</summary>
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

    /// <summary>
    /// Answers a query about one account, which must exist. For a merged account the query is about its survivor, or with <c>own=true</c>
    /// about itself.
    /// </summary>
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
