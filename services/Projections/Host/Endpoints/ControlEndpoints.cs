using Ledger.EventLog;
using Ledger.Hosting;
using Ledger.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Ledger.Projections.Host;

/// <summary>How far the log and its projections are, and rebuilding them.</summary>
internal static class ControlEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/integrity", (HttpContext context, Views views, EventStore store, Tailer tailer) => IntegrityAsync(context, views, store, tailer)).RequireScope(Scopes.FinanceRead);
        routes.MapPost("/v1/projections/rebuild", RequestAsync).RequireScope(Scopes.ProgramAdmin);
        routes.MapGet("/v1/projections/rebuild", StatusAsync).RequireScope(Scopes.ProgramAdmin);
    }

    private static Task<IResult> IntegrityAsync(HttpContext context, Views views, EventStore store, Tailer tailer) => views.AnswerAsync(context, async (snapshot, ct) =>
    {
        var head = await store.ReadHeadAsync(ct);
        return Answer.Json(new
        {
            Head = head.Position,
            Chain = Convert.ToHexStringLower(head.Chain),
            Projections = new[] { new { Name = snapshot.Schema, snapshot.Position, Lag = Math.Max(0, head.Position - snapshot.Position), ActiveHere = tailer.IsActive, tailer.Fault } },
        });
    });

    private static Task<IResult> RequestAsync(RebuildStore rebuilds, Tailer tailer, CancellationToken ct) => OnceStartedAsync(async () =>
    {
        await rebuilds.RequestAsync(ct);
        tailer.LookForRebuild();
        return Answer.Json(await rebuilds.ReadAsync(ct), StatusCodes.Status202Accepted);
    });

    private static Task<IResult> StatusAsync(RebuildStore rebuilds, CancellationToken ct) => OnceStartedAsync(async () => Answer.Json(await rebuilds.ReadAsync(ct)));

    private static async Task<IResult> OnceStartedAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (PostgresException missing) when (Snapshot.IsGone(missing))
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "projections_starting", "No tailer has created the projections yet.");
        }
    }
}
