using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Endpoints;
using Ledger.Projections.Host.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Exports;

/// <summary>The exports of domain.md §6 and mechanics.md §12, streamed row by row from one snapshot.</summary>
internal static class ExportEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        Map(program, "balances", BalancesExport.Header, BalancesExport.WriteAsync);
        Map(program, "standings", StandingsExport.Header, StandingsExport.WriteAsync);
        Map(program, "rebates", RebatesExport.Header, RebatesExport.WriteAsync);
        Map(program, "entitlements", EntitlementsExport.Header, EntitlementsExport.WriteAsync);
        Map(program, "members", MemberReport.Header, MembersExport.WriteAsync);
        Map(program, "grants", GrantsExport.Header, GrantsExport.WriteAsync);
        Map(program, "challenges", ChallengeReport.Header, ChallengesExport.WriteAsync);
        Map(program, "partners", PartnerReport.Table.Header, PartnersExport.WriteAsync);
    }

    private static void Map(
        IEndpointRouteBuilder program, string name, string header,
        Func<Snapshot, QueriedProgram, CsvStream, CancellationToken, Task> write) =>
        Map(program, name, header, (_, snapshot, state, csv, ct) => write(snapshot, state, csv, ct));

    private static void Map(
        IEndpointRouteBuilder program, string name, string header,
        Func<Views, Snapshot, QueriedProgram, CsvStream, CancellationToken, Task> write) => program.MapGet(
        $"/exports/{name}.csv",
        (HttpContext context, Views views) => views.AnswerAsync(context, async (snapshot, state, ct) =>
        {
            var stream = CsvStream.Begin(context, snapshot.Position, $"{name}.csv", header);
            await write(views, snapshot, state, stream, ct);
            await stream.EndAsync(ct);
            return Results.Empty;
        }))
        .RequireScope(Scopes.FinanceRead)
        .Describe($"export{char.ToUpperInvariant(name[0])}{name[1..]}", ApiTags.Reports, $"Exports the {name}").OfProgram().HasTag()
        .AnswersCsv($"The lines begin with the names {header}.");
}
