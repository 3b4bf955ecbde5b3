using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Keys;
using Ledger.Projections.Domain;
using Ledger.Rules.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host;

/// <summary>What expires in the months to come.</summary>
internal static class ExpiringEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet(
            "/reports/expiring",
            (HttpContext context, Views views) => views.AnswerAsync(
                context, (snapshot, state, ct) => ShowAsync(views, snapshot, state, ct)))
            .RequireScope(Scopes.FinanceRead)
            .Describe("reportExpiring", ApiTags.Reports, "Shows what expires in the months to come").OfProgram()
            .Refuses(StatusCodes.Status404NotFound, "unknown_version").Answers<ExpiringAnswer>();
        program.MapGet(
            "/reports/expiring.csv",
            (HttpContext context, Views views) => views.AnswerAsync(
                context, (snapshot, state, ct) => CsvAsync(context, views, snapshot, state, ct)))
            .RequireScope(Scopes.FinanceRead)
            .Describe("reportExpiringCsv", ApiTags.Reports, "Exports what expires in the months to come").OfProgram()
            .Refuses(StatusCodes.Status404NotFound, "unknown_version")
            .AnswersCsv($"The lines begin with the names {Expiring.Header}.");
    }

    private static async Task<IResult> ShowAsync(Views views, Snapshot snapshot, ProgramState program, CancellationToken ct)
    {
        var now = program.Now(views.Time);
        if (program.InForce(now) is not { } version) return program.Unpublished();
        var lines = await LinesAsync(snapshot, program, version, now, ct);
        return Answer.Json(new ExpiringAnswer(
            program.Program, now, version.Version, version.PointValue, version.Currency,
            [
                .. lines.GroupBy(line => line.Unit)
                    .Select(unit => new ExpiringUnit(unit.Key, [.. unit.Select(line => Show(line, program, version))])),
            ]));
    }

    private static async Task<IResult> CsvAsync(
        HttpContext context, Views views, Snapshot snapshot, ProgramState program, CancellationToken ct)
    {
        var now = program.Now(views.Time);
        if (program.InForce(now) is not { } version) return program.Unpublished();
        var lines = await LinesAsync(snapshot, program, version, now, ct);
        var csv = CsvStream.Begin(context, snapshot.Position, "expiring.csv", Expiring.Header);
        foreach (var line in lines) csv.Line(Expiring.Row(line, version.MinorDigits));
        await csv.EndAsync(ct);
        return Results.Empty;
    }

    private static async Task<IReadOnlyList<ExpiringLine>> LinesAsync(
        Snapshot snapshot, ProgramState program, ProgramVersion version, DateTimeOffset now, CancellationToken ct) =>
        Expiring.Of(version, now, await OpenLotMonths.ExpiringAsync(snapshot, program, now, ct));

    private static ExpiringMonth Show(ExpiringLine line, ProgramState program, ProgramVersion version)
    {
        return new ExpiringMonth(
            line.When, Of(line.Pending), Of(line.Available), Of(line.Held), Of(line.Amount), Shown.Scaled(line.Value, version.MinorDigits));

        decimal Of(decimal amount) => Shown.Scaled(amount, program.DigitsOf(line.Unit));
    }
}
