using Ledger.Domain.Orders;
using Ledger.Domain.Reading;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Microsoft.AspNetCore.Http;

namespace Ledger.Host.Endpoints;

/// <summary>A request with one fact: its address names the program and what the fact is about, its body has the rest.</summary>
internal static class SingleFact
{
    /// <summary>The largest fact, in bytes; an order of 10,000 lines fits.</summary>
    public const int BytesMax = KeptText.BytesMax;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);

    /// <summary>Reads the fact, hands it to the writer and answers with its outcome.</summary>
    /// <param name="type">The fact's type.</param>
    public static async Task<IResult> TakeAsync(HttpContext context, Facts facts, Writer writer, string type)
    {
        if (writer.IsFull)
        {
            return Problem.Busy();
        }

        if (await RequestBody.ReadAsync(context.Request, BytesMax, context.RequestAborted) is not { } body)
        {
            return Problem.Of(StatusCodes.Status413PayloadTooLarge, Refusals.TooLarge, $"A fact is at most {BytesMax} bytes.");
        }

        var address = context
            .Request.RouteValues.Where(pair => pair.Value is string)
            .ToDictionary(pair => pair.Key, pair => (string)pair.Value!, StringComparer.Ordinal);
        var read = FactReader.Read(body, type, new KnownMembers { Address = address });
        // For a refused fact about an order, source and order id are stored beside the payload. For other facts, the members from the
        // address are added to the payload.
        var isOrder = address.ContainsKey("orderId");
        var task = await facts.SubmitAsync(
            read, () => KeptText.Of(isOrder ? body : KeptText.WithMembers(body, address)), Transport.Http, context.RequestAborted);
        return Answers.Of(context, await task.WaitAsync(AnswerWithin, context.RequestAborted));
    }
}
