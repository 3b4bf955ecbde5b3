using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Budgets;
using Ledger.Domain.Orders;
using Ledger.Domain.Programs;
using Ledger.Host.State;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Ledger.Host.Endpoints;

/// <summary>
/// How far a program's budget is used (mechanics.md §11), read from the row that credits are decided on, so that callers read their own
/// writes.
/// </summary>
internal static class BudgetEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/programs/{program}/budget", ShowAsync)
            .RequireScope(Scopes.FinanceRead, Scopes.ProgramAdmin)
            .Describe("getBudget", ApiTags.Programs, "Shows how far each period of a program's budget is used").HasPosition()
            .Refuses(StatusCodes.Status404NotFound, Refusals.UnknownProgram, Refusals.NoBudget).Answers<BudgetAnswer>();

    private static async Task<IResult> ShowAsync(HttpContext context, NpgsqlDataSource dataSource, Programs programs, TimeProvider time,
        string program)
    {
        if (programs.Find(program) is not { Catalog.Versions.Count: > 0 } state)
        {
            return Problem.UnknownProgram(program);
        }

        if (!state.Catalog.HasBudget)
        {
            return Problem.Of(StatusCodes.Status404NotFound, Refusals.NoBudget, $"No version of program {program} has a budget.");
        }

        await using var connection = await dataSource.OpenConnectionAsync(context.RequestAborted);
        var (consumption, position) = await BudgetTable.ReadAsync(connection, program, context.RequestAborted);
        Positions.Write(context, position);
        var latest = state.Catalog.Versions[^1];
        var now = state.Clock == ClockMode.Wall ? time.GetUtcNow() : state.ClockAt;
        var periods = BudgetReport.Of(state.Catalog, consumption, now).Select(used => new BudgetPeriodListed(
            used.Period, used.ProgramVersion, used.Amount, used.Used, used.Remaining, used.Start, used.End));
        return Results.Json(new BudgetAnswer(program, latest.Currency, [.. periods]), Wire.Options);
    }
}
