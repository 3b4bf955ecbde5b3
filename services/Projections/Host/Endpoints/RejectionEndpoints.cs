using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>Rejected facts: the list (<c>open=true</c>: those not yet redriven), and one with the payload that was sent.</summary>
internal static class RejectionEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet("/rejected", (HttpContext context, Views views) =>
                views.AnswerAsync(context, (snapshot, ct) => ListAsync(context, snapshot, ct)))
            .RequireScope(Scopes.FinanceRead, Scopes.OrdersWrite)
            .Describe("listRejected", ApiTags.Facts, "Lists the facts that were refused for good").OfViews().HasTag().HasPages()
            .Reads(QueryParameters.Open).Answers<RejectionsAnswer>();
        program.MapGet("/rejected/{id}", (HttpContext context, Views views) =>
                views.AnswerAsync(context, (snapshot, ct) => ShowAsync(context, snapshot, ct)))
            .RequireScope(Scopes.FinanceRead, Scopes.OrdersWrite)
            .Describe("getRejected", ApiTags.Facts, "Shows a refused fact and what was sent").OfViews().HasTag()
            .Refuses(StatusCodes.Status404NotFound, "unknown_rejection").Answers<RejectionAnswer>();
    }

    // The program is not looked up: a fact may have been rejected because its program does not exist.
    private static async Task<IResult> ListAsync(HttpContext context, Snapshot snapshot, CancellationToken ct)
    {
        if (Page.Read(context, out var page) is { } problem) return problem;
        var rejections = await snapshot
            .Command(
                $"""
                select r.rejected_id, {RejectionTable.Columns} from {snapshot.Schema}.rejections r
                 where r.program = $1 and r.number > $2 and (not $3 or r.redriven_at is null) order by r.number limit $4
                """,
                Snapshot.Value(Segments.Program(context)),
                Snapshot.Value(page.Number),
                Snapshot.Value(context.Request.Query["open"] is ["true"]),
                Snapshot.Value(page.Limit)
            )
            .ListAsync(row => (Id: row.GetString(0), Row: RejectionTable.Read(row, 1)), ct);
        return Answer.Json(new RejectionsAnswer(
            rejections.ConvertAll(rejection => Show(rejection.Id, rejection.Row, null)),
            page.Next(context, rejections.Count, rejections.LastOrDefault().Row?.Number)));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, Snapshot snapshot, CancellationToken ct)
    {
        var (program, id) = (Segments.Program(context), Segments.Id(context));
        var rows = await snapshot
            .Command(
                $"select {RejectionTable.Columns} from {snapshot.Schema}.rejections r where r.program = $1 and r.rejected_id = $2",
                Snapshot.Value(program), Snapshot.Value(id))
            .ListAsync(row => RejectionTable.Read(row, 0), ct);
        return rows is [var row]
            ? Answer.Json(Show(id, row, row.Payload))
            : Problem.Of(StatusCodes.Status404NotFound, "unknown_rejection", $"There is no rejection {id} in program {program}.");
    }

    private static RejectionAnswer Show(string id, RejectionRow row, string? payload) =>
        new(id, row.Code, row.Reason, row.Door, row.RecordedAt, row.FactType, row.Source, row.OrderId, row.RedrivenAt, payload);
}
