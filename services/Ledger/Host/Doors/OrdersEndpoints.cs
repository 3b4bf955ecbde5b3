using System.Buffers;
using System.Text;
using Ledger.Contracts.V1;
using Ledger.Hosting;
using Ledger.Keys;
using Ledger.Ledger.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Ledger.Host;

/// <summary>Facts over HTTP: one at a time, or a stream of lines (domain.md §6).</summary>
internal static class OrdersEndpoints
{
    /// <summary>The largest single fact, in bytes: 10,000 lines fit.</summary>
    public const int FactBytesMax = 16 * 1024 * 1024;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/v1/programs/{program}/orders").RequireScope(Scopes.OrdersWrite);
        orders.MapPut("/{source}/{orderId}", (HttpContext c, Facts f, Writer w) => OneAsync(c, f, w, nameof(OrderPlaced)));
        Fact(orders, "returns", nameof(OrderReturned));
        Fact(orders, "payments", nameof(OrderPaid));
        Fact(orders, "shipments", nameof(OrderShipped));
        Fact(orders, "deliveries", nameof(OrderDelivered));
        Fact(orders, "cancellation", nameof(OrderCancelled));
        orders.MapPost("/", ManyAsync).WithMetadata(new DisableRequestSizeLimitAttribute());
        routes.MapGet("/v1/programs/{program}/intake", (HttpContext context, Facts facts, Writer writer, string program) =>
        {
            Positions.Write(context, writer.Head);
            return Results.Json(new { bus = facts.BusIntake(program).Shown, position = writer.Head });
        }).RequireScope(Scopes.OrdersWrite, Scopes.FinanceRead);
    }

    private static void Fact(RouteGroupBuilder orders, string path, string type) =>
        orders.MapPost($"/{{source}}/{{orderId}}/{path}", (HttpContext c, Facts f, Writer w) => OneAsync(c, f, w, type));

    private static async Task<IResult> OneAsync(HttpContext context, Facts facts, Writer writer, string type)
    {
        if (writer.IsFull)
        {
            context.Response.Headers.RetryAfter = "1";
            return Problem.Of(StatusCodes.Status429TooManyRequests, "busy", "More is waiting than can be taken now; send it again in a second.");
        }

        var (body, refusal) = await BodyAsync(context.Request, context.RequestAborted);
        if (refusal is not null) return Problem.Of(Answers.StatusOf(refusal.Code!), refusal.Code!, refusal.Message!);
        var program = Segments.Program(context);
        var address = new Dictionary<string, string> { ["program"] = program, ["source"] = Segments.Source(context), ["orderId"] = Segments.OrderId(context) };
        var read = FactReader.Read(new ReadOnlyMemory<byte>(body), type, address);
        var task = await facts.SubmitAsync(read, program, () => Encoding.UTF8.GetString(body), Door.Http, context.RequestAborted);
        return Answers.Of(context, await task.WaitAsync(AnswerWithin, context.RequestAborted));
    }

    // Reads at most the bound, however much is sent.
    internal static async Task<(byte[] Body, Outcome? Refusal)> BodyAsync(HttpRequest request, CancellationToken ct)
    {
        var tooLarge = Outcome.Reject(Refusals.TooLarge, $"A fact is at most {FactBytesMax} bytes.");
        if (request.ContentLength > FactBytesMax) return ([], tooLarge);
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct);
            if (read.Buffer.Length > FactBytesMax || read.IsCompleted)
            {
                // Every read is handed back, or the server breaks the connection when it looks for what else was sent.
                var result = read.Buffer.Length > FactBytesMax ? ([], tooLarge) : (read.Buffer.ToArray(), (Outcome?)null);
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return result;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async Task<IResult> ManyAsync(HttpContext context, Facts facts, Writer writer, string program)
    {
        var tally = new LineTally(writer);
        var reader = context.Request.BodyReader;
        var known = new Dictionary<string, string> { ["program"] = program };
        var number = 0L;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            var buffer = read.Buffer;
            while (TryLine(ref buffer, read.IsCompleted, out var line))
            {
                number++;
                if (line.Length == 0 || IsBlank(line)) continue;
                await SubmitLineAsync(facts, tally, known, line.ToArray(), number, context.RequestAborted);
            }

            if (buffer.Length > FactBytesMax)
            {
                reader.AdvanceTo(buffer.End);
                await tally.EndAsync(context.RequestAborted);
                return Problem.Of(StatusCodes.Status413PayloadTooLarge, Refusals.TooLarge, $"Line {number + 1} is more than {FactBytesMax} bytes; the {number} lines before it were taken.", tally.Members);
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) break;
        }

        await tally.EndAsync(context.RequestAborted);
        Positions.Write(context, tally.Position);
        return Results.Json(tally.Members);
    }

    private static async Task SubmitLineAsync(Facts facts, LineTally tally, Dictionary<string, string> known, byte[] line, long number, CancellationToken ct)
    {
        var read = FactReader.Read(new ReadOnlyMemory<byte>(line), null, known);
        var task = await facts.SubmitAsync(read, known["program"], () => Encoding.UTF8.GetString(line), Door.Http, ct);
        await tally.AddAsync(number, task, ct);
    }

    private static bool TryLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = buffer;
        if (!isLast || buffer.Length == 0 || buffer.Length > FactBytesMax) return false;
        buffer = buffer.Slice(buffer.End);
        return true;
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var segment in line)
        {
            if (segment.Span.IndexOfAnyExcept(" \t\r"u8) >= 0) return false;
        }

        return true;
    }
}
