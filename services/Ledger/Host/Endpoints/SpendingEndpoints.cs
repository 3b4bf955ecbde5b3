using System.Runtime.InteropServices;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Domain.Reading;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Keys;
using Ledger.Rules.Domain.States;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Host.Endpoints;

/// <summary>Commands about value over HTTP (domain.md §6). Each needs an Idempotency-Key, which is also the id of what it makes.</summary>
internal static class SpendingEndpoints
{
    private const int BodyBytesMax = 64 * 1024;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var program = routes.MapGroup("/v1/programs/{program}");
        Post<HoldPoints>(
            program, Scopes.SpendWrite, "/accounts/{accountId}/holds", "holdPoints", "Sets value aside for a purchase");
        Post<CaptureHold>(
            program, Scopes.SpendWrite, "/holds/{holdId}/capture", "captureHold", "Spends a hold, whole or in part");
        Post<ReleaseHold>(
            program, Scopes.SpendWrite, "/holds/{holdId}/release", "releaseHold", "Gives a hold back");
        Post<RedeemPoints>(
            program, Scopes.SpendWrite, "/accounts/{accountId}/redemptions", "redeemPoints", "Spends value");
        Post<RedeemPoints>(
            program, Scopes.SpendWrite, "/accounts/{accountId}/vouchers", "issueVoucher", "Spends value on a voucher", ("for", "voucher"));
        Post<ReverseRedemption>(
            program, Scopes.SpendWrite, "/redemptions/{redemptionId}/reversals",
            "reverseRedemption", "Reverses a redemption, whole or in part");
        Post<AdjustPoints>(
            program, Scopes.AdjustWrite, "/adjustments", "adjustPoints", "Adjusts a balance by hand");
        Post<ApproveAdjustment>(
            program, Scopes.AdjustApprove, "/adjustments/{adjustmentId}/approve",
            "approveAdjustment", "Approves an adjustment, as a second person");
        Post<RejectAdjustment>(
            program, Scopes.AdjustApprove, "/adjustments/{adjustmentId}/reject", "rejectAdjustment", "Turns an adjustment down");
        // An opening balance needs no approval, unlike an adjustment, so it takes the scope of a program administrator.
        Post<OpenBalance>(
            program, Scopes.ProgramAdmin, "/accounts/{accountId}/opening-balances",
            "openBalance", "Brings a balance over from another system");
        Post<TransferPoints>(
            program, Scopes.SpendWrite, "/transfers", "transferPoints", "Moves value to another wallet");
        Post<MergeAccounts>(
            program, Scopes.AdjustWrite, "/accounts/{accountId}/merge", "mergeAccounts", "Makes two accounts one");
        Post<RedeemVoucher>(
            program, Scopes.SpendWrite, "/vouchers/{code}/redeem", "redeemVoucher", "Uses a voucher");
        Post<CancelVoucher>(
            program, Scopes.SpendWrite, "/vouchers/{code}/cancel", "cancelVoucher", "Cancels a voucher that was not used");
        Post<ClaimFund>(
            program, Scopes.SpendWrite, "/accounts/{accountId}/claims", "claimFund", "Claims money of a trade-marketing fund");
        Post<AddClaimProofs>(
            program, Scopes.SpendWrite, "/claims/{claimId}/proofs", "addClaimProofs", "Adds proofs to a claim");
        Post<ApproveClaim>(
            program, Scopes.AdjustApprove, "/claims/{claimId}/approve", "approveClaim", "Approves a claim, as a second person");
        Post<RejectClaim>(
            program, Scopes.AdjustApprove, "/claims/{claimId}/reject", "rejectClaim", "Turns a claim down");
        Post<FulfilGrant>(
            program, Scopes.SpendWrite, "/grants/{grantId}/fulfil", "fulfilGrant", "Records that a granted item was handed over");
        Post<CancelGrant>(
            program, Scopes.SpendWrite, "/grants/{grantId}/cancel", "cancelGrant", "Records that a granted item will not be handed over");
    }

    private static void Post<T>(
        RouteGroupBuilder program, string scope, string path, string id, string summary, params (string Name, string Value)[] fixedFields)
        where T : ISpendingCommand => program
        .MapPost(path, (HttpContext context, Commands commands, Writer writer) => DoAsync<T>(context, commands, writer, fixedFields))
        .RequireScope(scope)
        .TakesCommand<T>(id, summary, fixedFields.Select(field => field.Name));

    private static async Task<IResult> DoAsync<T>(
        HttpContext context, Commands commands, Writer writer, (string Name, string Value)[] fixedFields)
        where T : ISpendingCommand
    {
        if (writer.IsFull)
        {
            return Problem.Busy();
        }

        if (IdempotencyHeader.Read(context.Request, out var key) is { } keyless) return Answers.OfRefusal(keyless);
        if (await RequestBody.ReadAsync(context.Request, BodyBytesMax, context.RequestAborted) is not { } body)
        {
            return Problem.Of(StatusCodes.Status413PayloadTooLarge, Refusals.TooLarge, $"A command is at most {BodyBytesMax} bytes.");
        }

        var address = context
            .Request.RouteValues.Where(pair => pair.Value is string)
            .ToDictionary(pair => pair.Key, pair => (string)pair.Value!);
        address["key"] = key;
        foreach (var (name, value) in fixedFields) address[name] = value;
        var caller = new Dictionary<string, string> { ["principal"] = Principals.Of(context) };
        var command = CommandReader.Read(body, typeof(T).Name, new KnownMembers { Address = address, Caller = caller }, out var refusal);
        if (command is null) return Answers.OfRefusal(refusal!);
        var task = await commands.SubmitAsync(command, context.RequestAborted);
        return Answer(context, await task.WaitAsync(AnswerWithin, context.RequestAborted));
    }

    /// <summary>201 carried out, 202 waits for approval, 200 repeated (the first outcome again), else the refusal.</summary>
    private static IResult Answer(HttpContext context, Done done)
    {
        if (done.Reply is not { } reply) return Answers.Of(context, done);
        Positions.Write(context, done.Position);
        if (done.Outcome.Kind == OutcomeKind.Repeated) Replays.Write(context);
        var status = done.Outcome.Kind == OutcomeKind.Repeated ? StatusCodes.Status200OK
            : reply.State == AdjustmentStateNames.AwaitingApproval ? StatusCodes.Status202Accepted
            : StatusCodes.Status201Created;
        // The event of a command that was carried out now has the answer as JSON already.
        return done.ReplyJson.ValueKind == JsonValueKind.Undefined ? Results.Json(reply, Wire.Options, statusCode: status)
            : Results.Text(JsonMarshal.GetRawUtf8Value(done.ReplyJson), MediaTypes.Json, status);
    }
}
