using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Orders;
using Ledger.Domain.Reading;
using Ledger.EventLog;
using Ledger.Host.Endpoints;
using Ledger.Host.Endpoints.Validation;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Host.Verification;

/// <summary>Starts, and shows, the check of the log and of the writer's state tables.</summary>
internal static class IntegrityEndpoints
{
    private const string Path = "/v1/integrity/verify";
    private const int BytesMax = 256 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, StartAsync).RequireScope(Scopes.FinanceRead)
            .Describe("startVerification", ApiTags.Service, "Starts a verification of the log and the writer's tables")
            .Takes(typeof(VerificationRequest), isRequired: false)
            .Answers<LogCheckStatus>(StatusCodes.Status202Accepted, "It runs.").Refuses(StatusCodes.Status409Conflict, "already_running")
            .RefusesWith([
                Refusals.MalformedJson, Refusals.UnknownField, Refusals.InvalidValue, Refusals.MalformedText, Refusals.TooLarge,
            ]);
        routes.MapGet(Path, (LogCheck check) => Shown(check.Status, StatusCodes.Status200OK)).RequireScope(Scopes.FinanceRead)
            .Describe("getVerification", ApiTags.Service, "Shows the state of the last verification").Answers<LogCheckStatus>();
    }

    private static async Task<IResult> StartAsync(HttpContext context, LogCheck check, VerificationRequestValidator validator)
    {
        if (await RequestBody.ReadAsync(context.Request, BytesMax, context.RequestAborted) is not { } body)
        {
            return Problem.Of(StatusCodes.Status413PayloadTooLarge, Refusals.TooLarge, $"The body is at most {BytesMax} bytes.");
        }

        var asked = new VerificationRequest();
        if (body.Length > 0)
        {
            asked = RecordReader.Read<VerificationRequest>(body, KnownMembers.None, out var unreadable);
            if (asked is null) return Problem.Of(StatusCodes.Status400BadRequest, unreadable!.Code!, unreadable.Message!);
        }

        if (validator.Validate(asked).Refusal() is { } refused)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, refused.Code!, refused.Message!);
        }

        var published = (asked.Published ?? []).Select(one => new LogHead(one.Position, Convert.FromHexString(one.Chain)));
        return check.TryStart([.. published])
            ? Shown(check.Status, StatusCodes.Status202Accepted)
            : Problem.Of(StatusCodes.Status409Conflict, "already_running", "A check is running; its state is at the same address.");
    }

    private static IResult Shown(LogCheckStatus status, int code) => Results.Json(status, Wire.Options, statusCode: code);
}
