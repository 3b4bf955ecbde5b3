using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Ledger.Hosting;

/// <summary>A part that must be ready before the host accepts requests.</summary>
/// <param name="Name">Name of the part, shown while it is not ready.</param>
/// <param name="IsReady">Whether the part is ready.</param>
public sealed record ReadyCheck(string Name, Func<bool> IsReady);

/// <summary>
/// Health endpoints, open to all: live while the process answers, ready when the database and every part are ready too. HTTP works without
/// the broker, so readiness does not depend on the bus; the answer shows the state of the bus.
/// </summary>
public static class HealthModule
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Json(new HealthAnswer("live"), Wire.Options)).AllowAnonymous()
            .Describe("getLiveness", ApiTags.Service, "Whether the process runs").Answers<HealthAnswer>();
        routes.MapGet("/health/ready", ReadyAsync).AllowAnonymous()
            .Describe("getReadiness", ApiTags.Service, "Whether the service can answer").Answers<HealthAnswer>()
            .Refuses(StatusCodes.Status503ServiceUnavailable, "not_ready");
    }

    private static async Task<IResult> ReadyAsync(
        NpgsqlDataSource dataSource, IEnumerable<ReadyCheck> checks, IServiceProvider services, CancellationToken ct)
    {
        var waiting = checks.Where(check => !check.IsReady()).Select(check => check.Name).ToList();
        try
        {
            await using var command = dataSource.CreateCommand("select 1");
            await command.ExecuteScalarAsync(ct);
        }
        catch (NpgsqlException)
        {
            waiting.Add("database");
        }

        return waiting.Count == 0
            ? Results.Json(new HealthAnswer("ready", BusModule.StateOf(services)), Wire.Options)
            : Problem.Of(StatusCodes.Status503ServiceUnavailable, "not_ready", $"Waiting for: {string.Join(", ", waiting)}.");
    }
}
