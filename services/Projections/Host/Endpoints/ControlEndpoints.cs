using JasperFx.Events.Projections;
using Ledger.Contracts.V1.Answers;
using Ledger.EventLog;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Hosting.Outgoing;
using Ledger.Keys;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tailing;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>Shows how far the log and its followers are, and starts rebuilds of the views.</summary>
internal static class ControlEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/integrity", IntegrityAsync).RequireScope(Scopes.FinanceRead)
            .Describe("getIntegrity", ApiTags.Service, "Shows how far the log and its followers are").OfViews().Answers<IntegrityAnswer>();
        routes.MapPost("/v1/projections/rebuild", RequestAsync).RequireScope(Scopes.ProgramAdmin)
            .Describe("startRebuild", ApiTags.Service, "Starts a rebuild of the views beside the live ones")
            .Answers<RebuildStatus>(StatusCodes.Status202Accepted, "It is asked for, or was before.")
            .Refuses(StatusCodes.Status503ServiceUnavailable, "projections_starting");
        routes.MapGet("/v1/projections/rebuild", StatusAsync).RequireScope(Scopes.ProgramAdmin)
            .Describe("getRebuild", ApiTags.Service, "Shows the state of the last rebuild").Answers<RebuildStatus>()
            .Refuses(StatusCodes.Status503ServiceUnavailable, "projections_starting");
    }

    private static Task<IResult> IntegrityAsync(HttpContext context, Views views, EventStore store, Tailer tailer,
        IDocumentStore marten, IEnumerable<IWebhookLags> webhooks) => views.AnswerAsync(context, async (snapshot, ct) =>
    {
        var head = await store.ReadHeadAsync(ct);
        var progress = await marten.Advanced.AllProjectionProgress(token: ct);
        var lags = new List<WebhookLag>();
        foreach (var one in webhooks) lags.AddRange(await one.ReadAsync(head.Position, ct));
        var shards = progress.Where(IsShard).OrderBy(shard => shard.ShardName, StringComparer.Ordinal);
        return Answer.Json(new IntegrityAnswer(
            head.Position, Convert.ToHexStringLower(head.Chain),
            [new ProjectionProgress(snapshot.Schema, snapshot.Position, Lag(head, snapshot.Position), tailer.IsActive, tailer.Fault)],
            [.. shards.Select(shard => new ShardProgress(shard.ShardName, shard.Sequence, Lag(head, shard.Sequence)))],
            lags));
    });

    private static long Lag(LogHead head, long position) => Math.Max(0, head.Position - position);

    // The views' progress is in the same table as that of the daemon's shards; only names of shards have a colon.
    private static bool IsShard(ShardState state) => state.ShardName == ShardState.HighWaterMark || state.ShardName.Contains(':',
        StringComparison.Ordinal);

    private static Task<IResult> RequestAsync(RebuildStore rebuilds, Tailer tailer, CancellationToken ct) => OnceStartedAsync(async () =>
    {
        await rebuilds.RequestAsync(ct);
        tailer.LookForRebuild();
        return Answer.Json(await rebuilds.ReadAsync(ct), StatusCodes.Status202Accepted);
    });

    private static Task<IResult> StatusAsync(RebuildStore rebuilds, CancellationToken ct) =>
        OnceStartedAsync(async () => Answer.Json(await rebuilds.ReadAsync(ct)));

    private static async Task<IResult> OnceStartedAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (PostgresException missing) when (Snapshot.IsGone(missing))
        {
            return Problem.Of(
                StatusCodes.Status503ServiceUnavailable, "projections_starting", "No tailer has created the projections yet.");
        }
    }
}
