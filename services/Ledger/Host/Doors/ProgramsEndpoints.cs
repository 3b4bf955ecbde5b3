using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Hosting;
using Ledger.Keys;
using Ledger.Ledger.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Ledger.Host;

/// <summary>Program versions and the program's clock over HTTP (domain.md §6).</summary>
internal static class ProgramsEndpoints
{
    private const int DocumentBytesMax = 4 * 1024 * 1024;

    // What a program says binds everybody who deals with it; only changing it is for few.
    private static readonly string[] Readers = [Scopes.ProgramAdmin, Scopes.AccountsRead, Scopes.OrdersWrite, Scopes.FinanceRead];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var program = routes.MapGroup("/v1/programs/{program}");
        program.MapGet("/", Summary).RequireScope(Readers);
        program.MapGet("/versions", Versions).RequireScope(Readers);
        program.MapGet("/versions/{version:int}", Version).RequireScope(Readers);
        program.MapPut("/versions/{version:int}", DraftAsync).RequireScope(Scopes.ProgramAdmin);
        program.MapPost("/versions/{version:int}/publish", (HttpContext c, Writer w, Programs p, string program, int version) =>
            ChangeAsync(c, w, p, program, version, (state, now, principal) => ProgramVersions.Publish(state, program, version, now, principal))).RequireScope(Scopes.ProgramAdmin);
        program.MapPost("/versions/{version:int}/retire", (HttpContext c, Writer w, Programs p, string program, int version) =>
            ChangeAsync(c, w, p, program, version, (state, now, principal) => ProgramVersions.Retire(state, program, version, now, principal))).RequireScope(Scopes.ProgramAdmin);
        program.MapGet("/clock", async (HttpContext c, Programs p, Sweeper s, string program) => await ClockAsync(c, p, s, program)).RequireScope(Readers);
        program.MapPost("/clock", SetClockAsync).RequireScope(Scopes.ProgramAdmin);
        routes.MapGet("/v1/programs", (Programs programs) => Results.Json(new
        {
            items = programs.All.OrderBy(state => state.Catalog.Program, StringComparer.Ordinal).Select(state => new { program = state.Catalog.Program, clock = state.Clock, versions = state.Published.Keys.Order() }),
        })).RequireScope(Readers);
    }

    private static IResult Summary(HttpContext context, Writer writer, Programs programs, string program)
    {
        Positions.Write(context, writer.Head);
        if (programs.Find(program) is not { Catalog.Versions.Count: > 0 } state) return Unknown(program);
        var latest = state.Catalog.Versions[^1];
        return Results.Json(new
        {
            program,
            currency = latest.Currency,
            timeZone = latest.Calendar.Zone.Id,
            clock = state.Clock,
            version = latest.Version,
            document = state.Published[latest.Version].Document,
        });
    }

    private static IResult Versions(HttpContext context, Writer writer, Programs programs, string program)
    {
        Positions.Write(context, writer.Head);
        if (programs.Find(program) is not { } state) return Unknown(program);
        var numbers = state.Drafts.Keys.Union(state.Published.Keys).Order();
        return Results.Json(new { items = numbers.Select(number => Shown(state, number)) });
    }

    private static IResult Version(HttpContext context, Writer writer, Programs programs, string program, int version)
    {
        Positions.Write(context, writer.Head);
        if (programs.Find(program) is not { } state) return Unknown(program);
        JsonElement? document = state.Published.TryGetValue(version, out var published) ? published.Document
            : state.Drafts.TryGetValue(version, out var draft) ? draft.Document : null;
        return document is null
            ? Problem.Of(StatusCodes.Status404NotFound, ProgramVersions.UnknownVersion, $"Program {program} has no version {version}.")
            : Results.Json(new { program, version, status = StatusOf(state, version), document });
    }

    private static async Task<IResult> DraftAsync(HttpContext context, Writer writer, Programs programs, string program, int version, string? clock)
    {
        if (!Identifiers.IsId(program)) return Problem.Of(StatusCodes.Status400BadRequest, Refusals.MalformedId, $"A program's id is {Identifiers.Rule}.");
        if (context.Request.ContentLength > DocumentBytesMax) return Problem.Of(StatusCodes.Status413PayloadTooLarge, Refusals.TooLarge, $"A program document is at most {DocumentBytesMax} bytes.");
        JsonElement document;
        try
        {
            using var parsed = await JsonDocument.ParseAsync(context.Request.Body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 }, context.RequestAborted);
            document = parsed.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, Refusals.MalformedJson, FactReader.Refused(broken).Refusal!.Message!);
        }

        return await ChangeAsync(context, writer, programs, program, version, (state, now, principal) => ProgramVersions.Draft(state, program, version, document, clock, now, principal));
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext context, Writer writer, Programs programs, string program, int version, Func<ProgramState, DateTimeOffset, string, ProgramDecision> decide)
    {
        // The writer decides later, when the request may be gone.
        var principal = Principals.Of(context);
        ProgramDecision? decision = null;
        var done = await writer.DoAsync(new ProgramWork(program, (state, now) => decision = decide(state, now, principal)), context.RequestAborted);
        Positions.Write(context, done.Position);
        if (done.Outcome.Kind is OutcomeKind.Recorded or OutcomeKind.Repeated) return Results.Json(Shown(programs.Find(program)!, version));
        var errors = decision?.Errors?.Select(error => new { path = error.Path, code = error.Code, message = error.Message }).ToList();
        return done.Outcome.Kind == OutcomeKind.Conflict
            ? Answers.Of(context, done)
            : Problem.Of(Answers.StatusOf(done.Outcome.Code!), done.Outcome.Code!, done.Outcome.Message!, errors is null ? null : new Dictionary<string, object?> { ["errors"] = errors });
    }

    private static async Task<IResult> SetClockAsync(HttpContext context, Writer writer, Programs programs, Sweeper sweeper, string program)
    {
        ClockChange change;
        try
        {
            change = await JsonSerializer.DeserializeAsync<ClockChange>(context.Request.Body, Wire.Options, context.RequestAborted) ?? new ClockChange();
        }
        catch (JsonException wrong)
        {
            var refusal = FactReader.Refused(wrong).Refusal!;
            return Problem.Of(StatusCodes.Status400BadRequest, refusal.Code!, refusal.Message!);
        }

        if (programs.Find(program) is null) return Unknown(program);
        if (change.AdvanceTo is null == change.Mode is null || change.Mode is not (null or ProgramState.Wall))
        {
            return Problem.Of(StatusCodes.Status400BadRequest, Refusals.InvalidValue, "Give either advanceTo, a time, or mode, which can only be wall.");
        }

        var principal = Principals.Of(context);
        var done = await writer.DoAsync(
            new ProgramWork(
                program, (state, now) => change.AdvanceTo is { } to ? ProgramClock.Advance(state, program, to, now, principal) : ProgramClock.GoLive(state, program, now, principal)),
            context.RequestAborted);
        if (done.Outcome.Kind is not (OutcomeKind.Recorded or OutcomeKind.Repeated)) return Answers.Of(context, done);
        sweeper.Wake();
        return await ClockAsync(context, programs, sweeper, program);
    }

    private static async Task<IResult> ClockAsync(HttpContext context, Programs programs, Sweeper sweeper, string program)
    {
        if (programs.Find(program) is not { } state) return Unknown(program);
        var (due, position) = await sweeper.DueAsync(state, context.RequestAborted);
        Positions.Write(context, position);
        return Results.Json(new { program, mode = state.Clock, at = state.ClockAt == DateTimeOffset.MinValue ? null : InstantJsonConverter.Format(state.ClockAt), due });
    }

    private static object Shown(ProgramState state, int version) => new
    {
        program = state.Catalog.Program,
        version,
        status = StatusOf(state, version),
        effectiveFrom = state.Published.ContainsKey(version) ? InstantJsonConverter.Format(state.Catalog.Version(version).EffectiveFrom) : null,
        clock = state.Clock,
    };

    private static string StatusOf(ProgramState state, int version) =>
        state.Retired.Contains(version) ? "retired" : state.Published.ContainsKey(version) ? "published" : "draft";

    private static IResult Unknown(string program) => Problem.Of(StatusCodes.Status404NotFound, Refusals.UnknownProgram, $"There is no program {program}.");

    private sealed record ClockChange(DateTimeOffset? AdvanceTo = null, string? Mode = null);
}
