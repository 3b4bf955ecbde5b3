using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain;
using Ledger.Domain.Orders;
using Ledger.Domain.Programs;
using Ledger.Domain.Reading;
using Ledger.Host.Endpoints.Validation;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Rules.Domain.States;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Host.Endpoints;

/// <summary>Program versions and the program's clock over HTTP (domain.md §6).</summary>
internal static class ProgramsEndpoints
{
    private const int DocumentBytesMax = 4 * 1024 * 1024;
    private const int DocumentDepthMax = 32;
    private const int ClockBytesMax = 64 * 1024;

    // Everybody who deals with a program may read its rules; only program administrators may change them.
    private static readonly string[] Readers = [Scopes.ProgramAdmin, Scopes.AccountsRead, Scopes.OrdersWrite, Scopes.FinanceRead];

    private static readonly QueryParameter ClockOfNew = new(
        "clock", "With a program's first version: the clock that it gets.", typeof(string))
    {
        Values = ClockModeNames.All,
    };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var program = routes.MapGroup("/v1/programs/{program}");
        program.MapGet("/", Summary).RequireScope(Readers)
            .Describe("getProgram", ApiTags.Programs, "Shows a program by its latest version").HasPosition().HasTag()
            .RefusesWith([Refusals.UnknownProgram]).Answers<ProgramAnswer>();
        program.MapGet("/versions", Versions).RequireScope(Readers)
            .Describe("listVersions", ApiTags.Programs, "Lists a program's versions").HasPosition().HasTag()
            .RefusesWith([Refusals.UnknownProgram]).Answers<VersionsAnswer>();
        program.MapGet("/versions/{version:int}", Version).RequireScope(Readers)
            .Describe("getVersion", ApiTags.Programs, "Shows a version with its document").HasPosition().HasTag()
            .RefusesWith([Refusals.UnknownProgram, ProgramVersions.UnknownVersion]).Answers<VersionAnswer>();
        program.MapPut("/versions/{version:int}", DraftAsync).RequireScope(Scopes.ProgramAdmin)
            .Describe("draftVersion", ApiTags.Programs, "Drafts a version of a program").HasPosition().Reads(ClockOfNew)
            .Takes(typeof(JsonElement)).Answers<VersionListed>()
            .RefusesWith([
                Refusals.MalformedId, Refusals.MalformedJson, Refusals.TooLarge, ProgramVersions.InvalidProgram,
                ProgramVersions.VersionPublished, ProgramVersions.ClockChosen, Refusals.Conflict,
            ]);
        Change(program, "publish", "publishVersion", "Publishes a version", ProgramVersions.Publish);
        Change(program, "retire", "retireVersion", "Retires a version", ProgramVersions.Retire);
        program.MapGet("/clock", async (HttpContext c, Programs p, Sweeper s, string program) => await ClockAsync(c, p, s, program))
            .RequireScope(Readers)
            .Describe("getClock", ApiTags.Programs, "Shows a program's clock, and how much work is due").HasPosition()
            .RefusesWith([Refusals.UnknownProgram]).Answers<ClockAnswer>();
        program.MapPost("/clock", SetClockAsync).RequireScope(Scopes.ProgramAdmin)
            .Describe("setClock", ApiTags.Programs, "Advances a manual clock, or goes live").HasPosition()
            .Takes(typeof(ClockChange)).Answers<ClockAnswer>()
            .RefusesWith([
                Refusals.UnknownProgram, Refusals.MalformedJson, Refusals.UnknownField, Refusals.InvalidValue, Refusals.MalformedText,
                Refusals.TooLarge, Refusals.DatedInFuture, Refusals.Conflict, ProgramClock.ClockIsWall, ProgramClock.ClockRunsForward,
            ]);
        routes.MapGet("/v1/programs", All).RequireScope(Readers)
            .Describe("listPrograms", ApiTags.Programs, "Lists the programs").HasTag().Answers<ProgramsAnswer>();
    }

    private static void Change(
        RouteGroupBuilder program, string path, string id, string summary,
        Func<ProgramState, string, int, DateTimeOffset, string, ProgramDecision> decide) => program
        .MapPost($"/versions/{{version:int}}/{path}", (HttpContext c, Writer w, Programs p, Sweeper s, string program, int version) =>
            ChangeVersionsAsync(c, w, p, s, program, version, (state, now, principal) => decide(state, program, version, now, principal)))
        .RequireScope(Scopes.ProgramAdmin)
        .Describe(id, ApiTags.Programs, summary).HasPosition().Answers<VersionListed>()
        .RefusesWith([
            Refusals.UnknownProgram, Refusals.MalformedId, ProgramVersions.UnknownVersion, ProgramVersions.InvalidProgram,
            ProgramVersions.VersionPublished, Refusals.Conflict,
        ]);

    private static IResult All(HttpContext context, Programs programs) => EntityTags.Json(context, new ProgramsAnswer(
        [.. programs.All.OrderBy(state => state.Catalog.Program, StringComparer.Ordinal)
            .Select(state => new ProgramListed(
                state.Catalog.Program, ClockModeNames.NameOf(state.Clock), [.. state.Published.Keys.Order()]))]));

    private static IResult Summary(HttpContext context, Writer writer, Programs programs, string program)
    {
        Positions.Write(context, writer.Head);
        if (programs.Find(program) is not { Catalog.Versions.Count: > 0 } state) return Problem.UnknownProgram(program);
        var latest = state.Catalog.Versions[^1];
        return EntityTags.Json(context, new ProgramAnswer(
            program, latest.Currency, latest.Calendar.Zone.Id, ClockModeNames.NameOf(state.Clock), latest.Version,
            state.Published[latest.Version].Document));
    }

    private static IResult Versions(HttpContext context, Writer writer, Programs programs, string program)
    {
        Positions.Write(context, writer.Head);
        if (programs.Find(program) is not { } state) return Problem.UnknownProgram(program);
        var numbers = state.Drafts.Keys.Union(state.Published.Keys).Order();
        return EntityTags.Json(context, new VersionsAnswer([.. numbers.Select(number => Shown(state, number))]));
    }

    private static IResult Version(HttpContext context, Writer writer, Programs programs, string program, int version)
    {
        Positions.Write(context, writer.Head);
        if (programs.Find(program) is not { } state) return Problem.UnknownProgram(program);
        JsonElement? document = state.Published.TryGetValue(version, out var published) ? published.Document
            : state.Drafts.TryGetValue(version, out var draft) ? draft.Document : null;
        return document is { } found
            ? EntityTags.Json(context, new VersionAnswer(program, version, StatusOf(state, version), found))
            : Problem.Of(StatusCodes.Status404NotFound, ProgramVersions.UnknownVersion, $"Program {program} has no version {version}.");
    }

    private static async Task<IResult> DraftAsync(
        HttpContext context, Writer writer, Programs programs, DraftAddressValidator validator, string program, int version, string? clock)
    {
        if (validator.Validate(new DraftAddress(program, version, clock)).Refusal() is { } refused) return Answers.OfRefusal(refused);
        if (await RequestBody.ReadAsync(context.Request, DocumentBytesMax, context.RequestAborted) is not { } body)
        {
            return Problem.Of(
                StatusCodes.Status413PayloadTooLarge, Refusals.TooLarge, $"A program document is at most {DocumentBytesMax} bytes.");
        }

        if (JsonSyntax.FaultOf(body, DocumentDepthMax) is { } fault)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, Refusals.MalformedJson, fault);
        }
        JsonElement document;
        // The program parser reports duplicate fields, with their paths.
        using (var parsed = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = DocumentDepthMax }))
        {
            document = parsed.RootElement.Clone();
        }
        ClockMode? mode = clock is null ? null : ClockModeNames.Of(clock);
        return await ChangeAsync(
            context, writer, programs, program, version,
            (state, now, principal) => ProgramVersions.Draft(state, program, version, document, mode, now, principal));
    }

    // Under the changed versions accounts may have due work now, so the sweeper is woken.
    private static async Task<IResult> ChangeVersionsAsync(
        HttpContext context, Writer writer, Programs programs, Sweeper sweeper, string program, int version,
        Func<ProgramState, DateTimeOffset, string, ProgramDecision> decide)
    {
        var result = await ChangeAsync(context, writer, programs, program, version, decide);
        sweeper.Wake();
        return result;
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext context, Writer writer, Programs programs, string program, int version,
        Func<ProgramState, DateTimeOffset, string, ProgramDecision> decide)
    {
        // Read now, because the writer may decide after the request has ended.
        var principal = Principals.Of(context);
        ProgramDecision? decision = null;
        var done = await writer.DoAsync(
            new ProgramWork(program, (state, now) => decision = decide(state, now, principal)), context.RequestAborted);
        Positions.Write(context, done.Position);
        if (done.Outcome.Kind is OutcomeKind.Recorded or OutcomeKind.Repeated)
        {
            return Results.Json(Shown(programs.Find(program)!, version), Wire.Options);
        }

        var errors = decision?.Errors?.Select(error => new DocumentError(error.Path, error.Code, error.Message)).ToList();
        return done.Outcome.Kind == OutcomeKind.Conflict
            ? Answers.Of(context, done)
            : Problem.Of(
                Answers.StatusOf(done.Outcome.Code!), done.Outcome.Code!, done.Outcome.Message!,
                errors is null ? null : new Dictionary<string, object?> { ["errors"] = errors });
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
                program, (state, now) =>
                        change.AdvanceTo is { } to
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

    private static VersionListed Shown(ProgramState state, int version) => new(
        state.Catalog.Program, version, StatusOf(state, version), ClockModeNames.NameOf(state.Clock),
        state.Published.ContainsKey(version) ? state.Catalog.Version(version).EffectiveFrom : null);

    private static string StatusOf(ProgramState state, int version) =>
        state.Retired.Contains(version) ? VersionStateNames.Retired
        : state.Published.ContainsKey(version) ? VersionStateNames.Published
        : VersionStateNames.Draft;
}
