using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Keys;
using Ledger.Projections.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host;

/// <summary>What a program owes its members, by unit, tier, month of the lot and state.</summary>
internal static class LiabilityEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet(
            "/reports/liability",
            (HttpContext context, Views views) => views.AnswerAsync(
                context, (snapshot, state, ct) => ShowAsync(views, snapshot, state, ct)))
            .RequireScope(Scopes.FinanceRead)
            .Describe("reportLiability", ApiTags.Reports, "Shows what the program owes its members").OfProgram()
            .Refuses(StatusCodes.Status404NotFound, "unknown_version").Answers<LiabilityAnswer>();
        program.MapGet(
            "/reports/liability.csv",
            (HttpContext context, Views views) => views.AnswerAsync(
                context, (snapshot, state, ct) => CsvAsync(context, views, snapshot, state, ct)))
            .RequireScope(Scopes.FinanceRead)
            .Describe("reportLiabilityCsv", ApiTags.Reports, "Exports what the program owes its members").OfProgram()
            .Refuses(StatusCodes.Status404NotFound, "unknown_version")
            .AnswersCsv($"The lines begin with the names {Liability.Header}.");
    }

    private static async Task<IResult> ShowAsync(Views views, Snapshot snapshot, ProgramState program, CancellationToken ct)
    {
        if (program.InForce(program.Now(views.Time)) is not { } version) return program.Unpublished();
        var digits = version.MinorDigits;
        var lines = Liability.Of(program.Catalog, version, await OpenLotMonths.OpenedAsync(snapshot, program, ct));
        return Answer.Json(new LiabilityAnswer(
            program.Program, version.Version, version.PointValue, version.Currency,
            [
                .. lines.GroupBy(line => line.Unit).Select(unit => new LiabilityUnit(
                    unit.Key, Shown.Scaled(unit.Sum(line => line.Amount), program.DigitsOf(unit.Key)),
                    Shown.Scaled(unit.Sum(line => line.Value), digits),
                    [
                        .. unit.Select(line => new LiabilityPart(
                            line.Tier, MonthText.Of(line.Month), line.State, Shown.Scaled(line.Amount, program.DigitsOf(line.Unit)),
                            Shown.Scaled(line.Value, digits))),
                    ])),
            ],
            Shown.Scaled(lines.Sum(line => line.Value), digits)));
    }

    private static async Task<IResult> CsvAsync(
        HttpContext context, Views views, Snapshot snapshot, ProgramState program, CancellationToken ct)
    {
        if (program.InForce(program.Now(views.Time)) is not { } version) return program.Unpublished();
        var lines = Liability.Of(program.Catalog, version, await OpenLotMonths.OpenedAsync(snapshot, program, ct));
        var csv = CsvStream.Begin(context, snapshot.Position, "liability.csv", Liability.Header);
        foreach (var line in lines)
        {
            csv.Line(Liability.Row(line, version.MinorDigits));
            await csv.FlushAsync(ct);
        }

        await csv.EndAsync(ct);
        return Results.Empty;
    }
}
