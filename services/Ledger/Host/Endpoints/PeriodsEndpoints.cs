using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Orders;
using Ledger.Domain.Periods;
using Ledger.EventLog;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Host.Endpoints;

/// <summary>Closes a program's periods over HTTP, and lists the closed ones.</summary>
internal static class PeriodsEndpoints
{
    private const string BadPeriod = "bad_period";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var program = routes.MapGroup("/v1/programs/{program}");
        program.MapGet("/periods", ListAsync).RequireScope(Scopes.FinanceRead, Scopes.FinanceClose, Scopes.ProgramAdmin)
            .Describe("listPeriods", ApiTags.Reports, "Lists the periods that were closed").HasPosition().HasTag()
            .RefusesWith([Refusals.UnknownProgram]).Answers<PeriodsAnswer>();
        program.MapGet("/periods/{period}", OutlookAsync).RequireScope(Scopes.FinanceRead, Scopes.FinanceClose, Scopes.ProgramAdmin)
            .Describe("getPeriod", ApiTags.Reports, "Shows what closing a period would meet").HasPosition()
            .Refuses(StatusCodes.Status400BadRequest, BadPeriod).RefusesWith([Refusals.UnknownProgram]).Answers<PeriodOutlookAnswer>();
        Close(program, "close", "closePeriod", "Closes a period for good, or asks for it", isApproval: false)
            .Answers<PeriodAnswer>(StatusCodes.Status202Accepted, "It waits for the approval of a second person.");
        Close(program, "close/approve", "approvePeriodClose", "Approves that a period is closed, as a second person", isApproval: true)
            .RefusesWith([PeriodClose.UnknownPeriod, Refusals.SamePrincipal]);
    }

    private static RouteHandlerBuilder Close(RouteGroupBuilder program, string path, string id, string summary, bool isApproval) => program
        .MapPost($"/periods/{{period}}/{path}", (HttpContext context, PeriodClosing closing) => CloseAsync(context, closing, isApproval))
        .RequireScope(Scopes.FinanceClose)
        .Describe(id, ApiTags.Reports, summary).HasPosition()
        .Needs(LedgerHeaders.IdempotencyKey, "The id of the command. Closed again, a period gets the first answer again.")
        .Answers<PeriodAnswer>(StatusCodes.Status201Created, "Closed.")
        .Answers<PeriodAnswer>(StatusCodes.Status200OK, "The first answer again.")
        .Refuses(StatusCodes.Status400BadRequest, BadPeriod)
        .RefusesWith([
            Refusals.UnknownProgram, Refusals.IdempotencyKeyRequired, Refusals.MalformedId, Refusals.Conflict, PeriodClose.NotEnded,
            PeriodClose.OutOfOrder,
        ]);

    private static async Task<IResult> CloseAsync(HttpContext context, PeriodClosing closing, bool isApproval)
    {
        if (IdempotencyHeader.Read(context.Request, out var key) is { } keyless) return Answers.OfRefusal(keyless);
        if (!Identifiers.IsId(key))
        {
            return Answers.OfRefusal(Outcome.Reject(Refusals.MalformedId, $"{LedgerHeaders.IdempotencyKey} is {Identifiers.Rule}."));
        }

        if (MonthText.ParsePeriod(Segments.Period(context)) is not { } month) return NoMonth();

        var program = Segments.Program(context);
        var command = new ClosePeriod(month, key, Principals.Of(context), isApproval);
        var (step, done) = await closing.CarryOutAsync(program, command, context.RequestAborted);
        Positions.Write(context, done.Position);
        if (step is PeriodStep.Refused { Outcome: var refused }) return Answers.OfRefusal(refused);
        var isRepeat = done.Outcome.Kind == OutcomeKind.Repeated;
        if (isRepeat) Replays.Write(context);
        return Results.Json(
            Shown(step), Wire.Options,
            statusCode: isRepeat ? StatusCodes.Status200OK
                : step is PeriodStep.Waits ? StatusCodes.Status202Accepted
                : StatusCodes.Status201Created);
    }

    // Read from the stream, because another process may have closed a period since this one last read the program.
    private static async Task<IResult> ListAsync(
        HttpContext context, EventStore store, Programs programs, TimeProvider time, string program)
    {
        var head = await store.ReadHeadAsync(context.RequestAborted);
        Positions.Write(context, head.Position);
        if (await programs.ReadAsync(program, context.RequestAborted) is not { Catalog.Versions.Count: > 0 } state)
        {
            return Problem.UnknownProgram(program);
        }

        var (closed, waiting) = (state.Periods.Closed, state.Periods.Waiting);
        var periods = closed.Select(Shown).Concat(waiting is null ? [] : [Shown(waiting)]);
        var next = PeriodClose.Next(state, time.GetUtcNow());
        return EntityTags.Json(context, new PeriodsAnswer(
            program, [.. periods], closed.Count == 0 ? null : state.Periods.ClosedUntil, next is { } month ? MonthText.Of(month) : null));
    }

    // Decided as the command itself would be, with a key that no caller can have.
    private static async Task<IResult> OutlookAsync(HttpContext context, Programs programs, Sweeper sweeper, TimeProvider time)
    {
        var program = Segments.Program(context);
        if (MonthText.ParsePeriod(Segments.Period(context)) is not { } month) return NoMonth();
        if (await programs.ReadAsync(program, context.RequestAborted) is not { Catalog.Versions.Count: > 0 } state)
        {
            return Problem.UnknownProgram(program);
        }

        var calendar = state.Catalog.Versions[0].Calendar;
        var (start, end) = (calendar.StartOfMonth(month), calendar.StartOfMonth(month + 1));
        var step = PeriodClose.Decide(state, new ClosePeriod(month, "", Principals.Of(context), IsApproval: false), time.GetUtcNow());
        var (due, position) = await sweeper.DueAsync(state, end, context.RequestAborted);
        Positions.Write(context, position);
        var refused = (step as PeriodStep.Refused)?.Outcome;
        return Results.Json(
            new PeriodOutlookAnswer(
                program, MonthText.Of(month), PeriodStateNames.NameOf(step.State), start, end, step is PeriodStep.Waits,
                step is PeriodStep.AlreadyClosed ? 0 : due, refused?.Code, refused?.Message),
            Wire.Options);
    }

    private static IResult NoMonth() => Problem.OfParameter(BadPeriod, "period", "period is a local month like 2011-07.");

    private static PeriodAnswer Shown(PeriodStep step) => step switch
    {
        PeriodStep.AlreadyClosed known => Shown(known.Closed),
        PeriodStep.Waits waits => Shown(waits.Requested),
        _ => throw new System.Diagnostics.UnreachableException($"A {step.GetType().Name} is no answer."),
    };

    private static PeriodAnswer Shown(PeriodClosed closed) => new(
        closed.Program, closed.Period, PeriodStateNames.Closed, closed.Start, closed.End, null, closed.RequestedBy, closed.RecordedAt,
        closed.Principal, closed.Position, closed.Digest);

    private static PeriodAnswer Shown(PeriodCloseRequested waiting) => new(
        waiting.Program, waiting.Period, PeriodStateNames.AwaitingApproval, waiting.Start, waiting.End, waiting.RecordedAt,
        waiting.Principal);
}
