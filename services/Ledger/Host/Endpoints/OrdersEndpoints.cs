using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Orders;
using Ledger.Domain.Reading;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Ledger.Host.Endpoints;

/// <summary>Facts about orders over HTTP, one at a time, and any facts as lines (domain.md §6).</summary>
internal static class OrdersEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/v1/programs/{program}/orders").RequireScope(Scopes.OrdersWrite);
        orders.MapPut("/{source}/{orderId}", (HttpContext c, Facts f, Writer w) => SingleFact.TakeAsync(c, f, w, nameof(OrderPlaced)))
            .TakesFact<OrderPlaced>("putOrder", "Records an order's snapshot; with a higher revision it is an amendment");
        Fact<OrderReturned>(orders, "returns", "returnGoods", "Records that goods came back");
        Fact<OrderPaid>(orders, "payments", "payOrder", "Records a payment of an order");
        Fact<OrderShipped>(orders, "shipments", "shipOrder", "Records a shipment of an order");
        Fact<OrderDelivered>(orders, "deliveries", "deliverOrder", "Records a delivery of an order");
        Fact<OrderCancelled>(orders, "cancellation", "cancelOrder", "Records that an order is off");
        orders.MapPost("/", ManyAsync).WithMetadata(new DisableRequestSizeLimitAttribute()).TakesLines();
        routes
            .MapGet(
                "/v1/programs/{program}/intake",
                (HttpContext context, Facts facts, Writer writer, string program) =>
                {
                    Positions.Write(context, writer.Head);
                    return Results.Json(new IntakeAnswer(facts.BusIntake(program).Shown, writer.Head), Wire.Options);
                }
            )
            .RequireScope(Scopes.OrdersWrite, Scopes.FinanceRead)
            .Describe("getIntake", ApiTags.Facts, "Counts how the facts that came over the bus ended")
            .HasPosition()
            .Answers<IntakeAnswer>();
    }

    private static void Fact<T>(RouteGroupBuilder orders, string path, string id, string summary)
        where T : IOrderFact => orders
        .MapPost($"/{{source}}/{{orderId}}/{path}", (HttpContext c, Facts f, Writer w) => SingleFact.TakeAsync(c, f, w, typeof(T).Name))
        .TakesFact<T>(id, summary);

    private static async Task<IResult> ManyAsync(HttpContext context, Facts facts, Writer writer, ILogger<LineTally> logger, string program)
    {
        var tally = new LineTally(writer, logger);
        var known = new KnownMembers { Address = new Dictionary<string, string> { ["program"] = program } };
        var ct = context.RequestAborted;
        await foreach (var line in FactLines.ReadAsync(context.Request.BodyReader, ct))
        {
            var read = line.Kept is null ? FactReader.Read(line.Bytes, null, known) : TooLong(program);
            var place = read.Fact is null ? string.Create(CultureInfo.InvariantCulture, $"Line {line.Number}") : null;
            var task = await facts.SubmitAsync(read, () => line.Kept ?? KeptText.Of(line.Bytes), Transport.Http, ct, place);
            await tally.AddAsync(line.Number, task, ct);
        }

        await tally.EndAsync(ct);
        Positions.Write(context, tally.Position);
        return Results.Json(tally.Shown, Wire.Options);
    }

    private static ReadFact TooLong(string program) => ReadFact.Refused(
        Refusals.TooLarge, $"a fact is at most {SingleFact.BytesMax} bytes.", FactHead.Unknown with { Program = program });
}
