using Ledger.Hosting;
using Ledger.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host;

/// <summary>The exports of domain.md §6, streamed row by row from one snapshot.</summary>
internal static class ExportEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        Map(program, "balances", BalancesExport.Header, BalancesExport.WriteAsync);
        Map(program, "standings", StandingsExport.Header, StandingsExport.WriteAsync);
        Map(program, "rebates", RebatesExport.Header, RebatesExport.WriteAsync);
        Map(program, "entitlements", EntitlementsExport.Header, EntitlementsExport.WriteAsync);
    }

    private static void Map(IEndpointRouteBuilder program, string name, string header, Func<Snapshot, ProgramState, CsvStream, CancellationToken, Task> write) => program.MapGet(
        $"/exports/{name}.csv",
        (HttpContext context, Views views) => views.AnswerAsync(context, async (snapshot, state, ct) =>
        {
            context.Response.ContentType = "text/csv; charset=utf-8";
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.csv\"";
            var stream = new CsvStream(context.Response, header);
            await write(snapshot, state, stream, ct);
            await stream.EndAsync(ct);
            return Results.Empty;
        })).RequireScope(Scopes.FinanceRead);
}
