using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Orders;
using Ledger.Domain.Programs;
using Ledger.Domain.Reading;
using Ledger.Host.Endpoints.Validation;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Host.Endpoints;

/// <summary>A program's clock over HTTP (domain.md §6).</summary>
internal static class ClockEndpoints
{
    private const int ClockBytesMax = 64 * 1024;

    public static void Map(RouteGroupBuilder program)
    {
        program.MapGet("/clock", async (HttpContext c, Programs p, Sweeper s, string program) => await ClockAsync(c, p, s, program))
            .RequireScope(ProgramsEndpoints.Readers)
            .Describe("getClock", ApiTags.Programs, "Shows a program's clock, and how much work is due").HasPosition()
            .RefusesWith([Refusals.UnknownProgram]).Answers<ClockAnswer>();
        program.MapPost("/clock", SetClockAsync).RequireScope(Scopes.ProgramAdmin)
            .Describe("setClock", ApiTags.Programs, "Advances a manual clock, or goes live").HasPosition()
            .Takes(typeof(ClockChange)).Answers<ClockAnswer>()
            .RefusesWith([
                Refusals.UnknownProgram, Refusals.MalformedJson, Refusals.UnknownField, Refusals.InvalidValue, Refusals.MalformedText,
                Refusals.TooLarge, Refusals.DatedInFuture, Refusals.Conflict, ProgramClock.ClockIsWall, ProgramClock.ClockRunsForward,
            ]);
    }

    private static async Task<IResult> SetClockAsync(
        HttpContext context, Writer writer, Programs programs, Sweeper sweeper, ClockChangeValidator validator, string program)
    {
        if (await RequestBody.ReadAsync(context.Request, ClockBytesMax, context.RequestAborted) is not { } body)
        {
            return Problem.Of(
                StatusCodes.Status413PayloadTooLarge, Refusals.TooLarge, $"A change of the clock is at most {ClockBytesMax} bytes.");
        }

        if (RecordReader.Read<ClockChange>(body, KnownMembers.None, out var refusal) is not { } change)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, refusal!.Code!, refusal.Message!);
        }

        if (programs.Find(program) is null) return Problem.UnknownProgram(program);
        if (validator.Validate(change).Refusal() is { } refused) return Answers.OfRefusal(refused);

        var principal = Principals.Of(context);
        var done = await writer.DoAsync(
            new ProgramWork(
                program, (state, now) => change.AdvanceTo is { } to
                    ? ProgramClock.Advance(state, program, to, now, principal)
                    : ProgramClock.GoLive(state, program, now, principal)),
            context.RequestAborted);
        if (done.Outcome.Kind is not (OutcomeKind.Recorded or OutcomeKind.Repeated)) return Answers.Of(context, done);
        sweeper.Wake();
        return await ClockAsync(context, programs, sweeper, program);
    }

    private static async Task<IResult> ClockAsync(HttpContext context, Programs programs, Sweeper sweeper, string program)
    {
        if (programs.Find(program) is not { } state) return Problem.UnknownProgram(program);
        var (due, position) = await sweeper.DueAsync(state, null, context.RequestAborted);
        Positions.Write(context, position);
        var at = state.ClockAt == DateTimeOffset.MinValue ? (DateTimeOffset?)null : state.ClockAt;
        return Results.Json(new ClockAnswer(program, ClockModeNames.NameOf(state.Clock), due, at), Wire.Options);
    }
}
