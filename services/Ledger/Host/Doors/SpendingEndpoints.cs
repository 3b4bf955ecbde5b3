using System.Buffers;
using Ledger.Contracts.V1;
using Ledger.Hosting;
using Ledger.Keys;
using Ledger.Ledger.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Ledger.Host;

/// <summary>Commands about value over HTTP (domain.md §6). Each needs an Idempotency-Key, which is also the id of what it makes.</summary>
internal static class SpendingEndpoints
{
    public const string KeyHeader = "Idempotency-Key";
    private const int BodyBytesMax = 64 * 1024;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var program = routes.MapGroup("/v1/programs/{program}");
        Post<HoldPoints>(program, Scopes.SpendWrite, "/accounts/{accountId}/holds");
        Post<CaptureHold>(program, Scopes.SpendWrite, "/holds/{holdId}/capture");
        Post<ReleaseHold>(program, Scopes.SpendWrite, "/holds/{holdId}/release");
        Post<RedeemPoints>(program, Scopes.SpendWrite, "/accounts/{accountId}/redemptions");
        Post<RedeemPoints>(program, Scopes.SpendWrite, "/accounts/{accountId}/vouchers", ("for", "voucher"));
        Post<ReverseRedemption>(program, Scopes.SpendWrite, "/redemptions/{redemptionId}/reversals");
        Post<AdjustPoints>(program, Scopes.AdjustWrite, "/adjustments");
        Post<ApproveAdjustment>(program, Scopes.AdjustApprove, "/adjustments/{adjustmentId}/approve");
        Post<RejectAdjustment>(program, Scopes.AdjustApprove, "/adjustments/{adjustmentId}/reject");
        Post<TransferPoints>(program, Scopes.SpendWrite, "/transfers");
        Post<MergeAccounts>(program, Scopes.AdjustWrite, "/accounts/{accountId}/merge");
        Post<RedeemVoucher>(program, Scopes.SpendWrite, "/vouchers/{code}/redeem");
        Post<CancelVoucher>(program, Scopes.SpendWrite, "/vouchers/{code}/cancel");
    }

    private static void Post<T>(RouteGroupBuilder program, string scope, string path, params (string Name, string Value)[] fixedFields)
        where T : ISpendingCommand =>
        program.MapPost(path, (HttpContext context, Commands commands, Writer writer) => DoAsync<T>(context, commands, writer, fixedFields)).RequireScope(scope);

    private static async Task<IResult> DoAsync<T>(HttpContext context, Commands commands, Writer writer, (string Name, string Value)[] fixedFields)
        where T : ISpendingCommand
    {
        if (writer.IsFull)
        {
            context.Response.Headers.RetryAfter = "1";
            return Problem.Of(StatusCodes.Status429TooManyRequests, "busy", "More is waiting than can be taken now; send it again in a second.");
        }

        var key = context.Request.Headers[KeyHeader].ToString();
        if (key.Length == 0) return Problem.Of(StatusCodes.Status400BadRequest, Refusals.IdempotencyKeyRequired, $"A command carries the header {KeyHeader}.");
        if (await BodyAsync(context.Request, context.RequestAborted) is not { } body)
        {
            return Problem.Of(StatusCodes.Status413PayloadTooLarge, Refusals.TooLarge, $"A command is at most {BodyBytesMax} bytes.");
        }

        var address = context.Request.RouteValues.Where(pair => pair.Value is string).ToDictionary(pair => pair.Key, pair => (string)pair.Value!);
        address["key"] = key;
        foreach (var (name, value) in fixedFields) address[name] = value;
        var (command, refusal) = CommandReader.Read<T>(body, address, Principals.Of(context));
        if (command is null) return Problem.Of(Answers.StatusOf(refusal!.Code!), refusal.Code!, refusal.Message!);
        var task = await commands.SubmitAsync(command, context.RequestAborted);
        return Answer(context, await task.WaitAsync(AnswerWithin, context.RequestAborted));
    }

    /// <summary>201 carried out, 202 waits for approval, 200 the first outcome again, or why not.</summary>
    private static IResult Answer(HttpContext context, Done done)
    {
        if (done.Reply is not { } reply) return Answers.Of(context, done);
        Positions.Write(context, done.Position);
        var status = done.Outcome.Kind == OutcomeKind.Repeated ? StatusCodes.Status200OK
            : reply.State == Adjustment.Waiting ? StatusCodes.Status202Accepted
            : StatusCodes.Status201Created;
        return Results.Json(reply, Wire.Options, statusCode: status);
    }

    private static async Task<byte[]?> BodyAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > BodyBytesMax) return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct);
            if (read.Buffer.Length > BodyBytesMax || read.IsCompleted)
            {
                // Every read is handed back, or the server breaks the connection when it looks for what else was sent.
                var body = read.Buffer.Length > BodyBytesMax ? null : read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
