using System.Text.Json.Nodes;
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

/// <summary>Shows an order with its history, its evaluation and the entries it caused.</summary>
internal static class OrderEndpoints
{
    public static void Map(IEndpointRouteBuilder program) =>
        program.MapGet("/orders/{source}/{orderId}", (HttpContext context, Views views) =>
                views.AnswerAsync(context, (snapshot, state, ct) => ShowAsync(context, views, snapshot, state, ct)))
            .RequireScope(Scopes.AccountsRead, Scopes.OrdersWrite)
            .Describe("getOrder", ApiTags.Facts, "Shows an order, what the rules give for it and what waits for it").OfProgram().HasTag()
            .Refuses(StatusCodes.Status404NotFound, "unknown_order").Answers<OrderAnswer<Entry>>();

    private static async Task<IResult> ShowAsync(
        HttpContext context, Views views, Snapshot snapshot, QueriedProgram program, CancellationToken ct)
    {
        var source = Segments.Source(context);
        var orderId = Segments.OrderId(context);
        var story = new OrderStory();
        // The log may be ahead of the views, so later events are left out: all parts of the answer are as of one position.
        var events = await views.StreamAsync(program.Program, Streams.Order(source, orderId), ct);
        foreach (var one in events.Where(one => one.Sequence <= snapshot.Position)) story.Add(one.Data);

        var account = story.AccountId is { } recordedFor
            ? await AccountState.FindAsync(snapshot, program, recordedFor, own: false, ct)
            : null;
        return story.IsEmpty
            ? Problem.Of(
                StatusCodes.Status404NotFound, "unknown_order",
                $"There is no order {orderId} of source {source} in program {program.Program}.")
            : Answer.Json(
                story.Show(
                    source, orderId, account?.AccountId, program.Currency,
                    await EntriesAsync(views, snapshot, program, source, orderId, ct))
            );
    }

    private static async Task<IEnumerable<JsonObject>> EntriesAsync(
        Views views, Snapshot snapshot, QueriedProgram program, string source, string orderId, CancellationToken ct)
    {
        var positions = await snapshot
            .Command(
                $"select position from {snapshot.Schema}.entries where order_hash = $1 order by position",
                Snapshot.Value(OrderRowKey.HashOf(program.Program, source, orderId)))
            .ListAsync(row => row.GetInt64(0), ct);
        var entries = await views.Rows.ReadAsync(positions, ct);
        return entries.Select(EventJson.Entry).Where(entry =>
            (string?)entry["program"] == program.Program
            && (string?)entry["cause"]!["source"] == source
            && (string?)entry["cause"]!["orderId"] == orderId);
    }
}
