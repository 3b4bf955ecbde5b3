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

/// <summary>Programs and their versions over HTTP (domain.md §6).</summary>
internal static class ProgramsEndpoints
{
    private const int DocumentBytesMax = 4 * 1024 * 1024;
    private const int DocumentDepthMax = 32;

    /// <summary>Everybody who deals with a program may read its rules and its clock; only program administrators may change them.</summary>
    internal static readonly string[] Readers = [Scopes.ProgramAdmin, Scopes.AccountsRead, Scopes.OrdersWrite, Scopes.FinanceRead];

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
        ClockEndpoints.Map(program);
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

    private static VersionListed Shown(ProgramState state, int version) => new(
        state.Catalog.Program, version, StatusOf(state, version), ClockModeNames.NameOf(state.Clock),
        state.Published.ContainsKey(version) ? state.Catalog.Version(version).EffectiveFrom : null);

    private static string StatusOf(ProgramState state, int version) =>
        state.Retired.Contains(version) ? VersionStateNames.Retired
        : state.Published.ContainsKey(version) ? VersionStateNames.Published
        : VersionStateNames.Draft;
}
