using Ledger.Contracts.V1;
using Ledger.Hosting;
using Ledger.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Ledger.Host;

/// <summary>The check of the log and of the writer's state, on request.</summary>
internal static class IntegrityEndpoints
{
    private const string Path = "/v1/integrity/verify";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, (LogCheck check) => check.TryStart()
            ? Shown(check.Status, StatusCodes.Status202Accepted)
            : Problem.Of(StatusCodes.Status409Conflict, "already_running", "A check is running; its state is at the same address."))
            .RequireScope(Scopes.FinanceRead)
            .Describe("startVerification", ApiTags.Service, "Starts a verification of the log and the writer's tables")
            .Answers<LogCheckStatus>(StatusCodes.Status202Accepted, "It runs.").Refuses(StatusCodes.Status409Conflict, "already_running");
        routes.MapGet(Path, (LogCheck check) => Shown(check.Status, StatusCodes.Status200OK)).RequireScope(Scopes.FinanceRead)
            .Describe("getVerification", ApiTags.Service, "Shows the state of the last verification").Answers<LogCheckStatus>();
    }

    private static IResult Shown(LogCheckStatus status, int code) => Results.Json(status, Wire.Options, statusCode: code);
}
