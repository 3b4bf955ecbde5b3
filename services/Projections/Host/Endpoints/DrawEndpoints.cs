using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>Draws (mechanics.md §9): lists the announced ones, and shows everything needed to repeat one that was held.</summary>
internal static class DrawEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet(
            "/draws",
            (HttpContext context, Views views) => views.AnswerAsync(
                context, (snapshot, state, ct) => ListAsync(context, snapshot, state, ct)))
            .RequireScope(Scopes.AccountsRead)
            .Describe("listDraws", ApiTags.Mechanics, "Lists the prize draws that were announced").OfProgram().HasTag()
            .HasPages(isNumeric: false).Answers<DrawsAnswer>();
        program.MapGet("/draws/{id}/proof", (HttpContext context, Views views) =>
            views.AnswerAsync(
                context, (snapshot, state, ct) => ProofAsync(context, views, snapshot, state, ct)))
            .RequireScope(Scopes.AccountsRead)
            .Describe("getDrawProof", ApiTags.Mechanics, "Shows all that is needed to repeat a draw").OfProgram().HasTag()
            .Refuses(StatusCodes.Status404NotFound, "unknown_draw").Refuses(StatusCodes.Status409Conflict, "draw_not_held")
            .Answers<DrawProofAnswer>();
    }

    private static async Task<IResult> ListAsync(HttpContext context, Snapshot snapshot, QueriedProgram program, CancellationToken ct)
    {
        if (Page.Read(context, out var page, isNumeric: false) is { } problem) return problem;
        var draws = await snapshot.Command(
                $"""
                select t.draw, {DrawTable.Columns} from {snapshot.Schema}.draws t where t.program = $1 and t.draw > $2 order by t.draw
                  limit $3
                """,
                Snapshot.Value(program.Program), Snapshot.Value(page.After ?? ""), Snapshot.Value(page.Limit))
            .ListAsync(row => (Id: row.GetString(0), Row: DrawTable.Read(row, 1)), ct);
        var shown = draws.ConvertAll(draw =>
            new DrawListed(draw.Id, draw.Row.At, draw.Row.SaltHash, draw.Row.ProgramVersion, draw.Row.HeldPosition is not null));
        return Answer.Json(new DrawsAnswer(shown, page.Next(context, draws.Count, draws.LastOrDefault().Id)));
    }

    private static async Task<IResult> ProofAsync(
        HttpContext context, Views views, Snapshot snapshot, QueriedProgram program, CancellationToken ct)
    {
        var id = Segments.Id(context);
        var rows = await snapshot.Command(
                $"select {DrawTable.Columns} from {snapshot.Schema}.draws t where t.program = $1 and t.draw = $2",
                Snapshot.Value(program.Program), Snapshot.Value(id))
            .ListAsync(row => DrawTable.Read(row, 0), ct);
        if (rows is not [var draw])
        {
            return Problem.Of(StatusCodes.Status404NotFound, "unknown_draw", $"There is no draw {id} in program {program.Program}.");
        }

        if (draw.HeldPosition is not { } position)
        {
            return Problem.Of(StatusCodes.Status409Conflict, "draw_not_held", $"Draw {id} of program {program.Program} is not held yet.");
        }

        var rowsOfLog = await views.Rows.ReadAsync([position], ct);
        var held = rowsOfLog is [var stored] ? JsonSerializer.Deserialize<DrawHeld>(stored.Data, Wire.Options) : null;
        if (held is null) throw new InvalidOperationException($"Position {position} holds no draw.");
        var candidates = await snapshot.Command(
                $"select account_id from {snapshot.Schema}.draw_candidates where program = $1 and draw = $2 order by place",
                Snapshot.Value(program.Program), Snapshot.Value(id))
            .ListAsync(row => row.GetString(0), ct);
        var prizes = program.Catalog.Version(held.ProgramVersion).Draws.First(one => one.Id == id).Prizes;
        // Null when the views do not have exactly the candidates that the draw recorded: no list is better than one with another hash.
        var listed = candidates.Count == held.Candidates ? candidates : null;
        return Answer.Json(new DrawProofAnswer(
            program.Program, id, draw.At, draw.SaltHash, held.Salt, held.Position, held.Chain, held.Candidates, held.CandidatesHash, prizes,
            held.Winners, held.ProgramVersion, listed));
    }
}
