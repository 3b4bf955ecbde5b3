using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Keys;
using Ledger.Projections.Domain;
using Ledger.Rules.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host;

/// <summary>
/// Settlements with partners (mechanics.md §7): the report of all, of one local month or of all months; and the statement of one partner
/// and month, which that partner's own key opens too.
/// </summary>
internal static class PartnerEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet(
            "/reports/partners",
            (HttpContext context, Views views) => views.AnswerAsync(
                context, (snapshot, state, ct) => ReportAsync(context, snapshot, state, ct)))
            .RequireScope(Scopes.FinanceRead)
            .Describe("reportPartners", ApiTags.Reports, "Shows what is settled with the partners").OfProgram().HasTag()
            .Reads(QueryParameters.Month).Answers<PartnersAnswer>();
        program.MapGet(
            "/reports/partners.csv",
            (HttpContext context, Views views) => views.AnswerAsync(
                context, (snapshot, state, ct) => ReportCsvAsync(context, snapshot, state, ct)))
            .RequireScope(Scopes.FinanceRead)
            .Describe("reportPartnersCsv", ApiTags.Reports, "Exports what is settled with the partners").OfProgram().HasTag()
            .Reads(QueryParameters.Month).AnswersCsv();
        program.MapGet("/partners/{partner}/statement", (HttpContext context, Views views) =>
            views.AnswerAsync(
                context, (snapshot, state, ct) => StatementAsync(context, snapshot, state, ct)))
            .RequirePartner(Scopes.FinanceRead)
            .Describe("getPartnerStatement", ApiTags.Reports, "Shows the settlement of one partner and month").OfProgram().HasTag()
            .Reads(QueryParameters.Month with { IsRequired = true }).Refuses(StatusCodes.Status404NotFound, "unknown_partner")
            .Answers<PartnerStatementAnswer>();
        program.MapGet("/partners/{partner}/statement.csv", (HttpContext context, Views views) =>
            views.AnswerAsync(
                context, (snapshot, state, ct) => StatementCsvAsync(context, snapshot, state, ct)))
            .RequirePartner(Scopes.FinanceRead)
            .Describe("getPartnerStatementCsv", ApiTags.Reports, "Exports the settlement of one partner and month").OfProgram().HasTag()
            .Reads(QueryParameters.Month with { IsRequired = true }).Refuses(StatusCodes.Status404NotFound, "unknown_partner")
            .AnswersCsv();
    }

    private static async Task<IResult> ReportAsync(HttpContext context, Snapshot snapshot, ProgramState program, CancellationToken ct)
    {
        if (Month(context, isRequired: false, out var month) is { } problem) return problem;
        var settled = await PartnerMonths.ReadAsync(snapshot, program, partner: null, month, ct);
        return Answer.Json(new PartnersAnswer(program.Program, [.. settled.Select(Show)], month is { } one ? MonthText.Of(one) : null));
    }

    private static async Task<IResult> ReportCsvAsync(HttpContext context, Snapshot snapshot, ProgramState program, CancellationToken ct)
    {
        if (Month(context, isRequired: false, out var month) is { } problem) return problem;
        var settled = await PartnerMonths.ReadAsync(snapshot, program, partner: null, month, ct);
        return await CsvAsync(context, snapshot.Position, settled, ct);
    }

    private static async Task<IResult> StatementAsync(HttpContext context, Snapshot snapshot, ProgramState program, CancellationToken ct)
    {
        if (Month(context, isRequired: true, out var month) is { } problem) return problem;
        if (await SettledAsync(context, snapshot, program, month!.Value, ct) is not { } settled) return Unknown(context, program);
        var calendar = settled.Version.Calendar;
        return Answer.Json(new PartnerStatementAnswer(
            program.Program, calendar.StartOfMonth(settled.Month), calendar.StartOfMonth(settled.Month + 1), settled.Version.Currency,
            Show(settled)));
    }

    private static async Task<IResult> StatementCsvAsync(HttpContext context, Snapshot snapshot, ProgramState program, CancellationToken ct)
    {
        if (Month(context, isRequired: true, out var month) is { } problem) return problem;
        var settled = await SettledAsync(context, snapshot, program, month!.Value, ct);
        return settled is null ? Unknown(context, program) : await CsvAsync(context, snapshot.Position, [settled], ct);
    }

    /// <summary>The month of a partner, which may have no movement; null for a partner that there is not.</summary>
    private static async Task<PartnerSettled?> SettledAsync(
        HttpContext context, Snapshot snapshot, ProgramState program, int month, CancellationToken ct)
    {
        var partner = Segments.PartnerOf(context) ?? "";
        if (program.Catalog.Versions.All(version => version.PartnerOf(partner) is null)) return null;
        return await PartnerMonths.ReadAsync(snapshot, program, partner, month, ct) is [var settled]
            ? settled
            : PartnerReport.Of(program.Catalog, partner, month, new PartnerMonth(0, 0, 0, 0));
    }

    private static IResult Unknown(HttpContext context, ProgramState program) => Problem.Of(
        StatusCodes.Status404NotFound, "unknown_partner",
        $"There is no partner {Segments.PartnerOf(context)} in program {program.Program}.");

    private static IResult? Month(HttpContext context, bool isRequired, out int? month)
    {
        var text = context.Request.Query["month"] is [{ Length: > 0 } one] ? one : null;
        month = text is null ? null : MonthText.Parse(text);
        return month is null && (text is not null || isRequired)
            ? Problem.OfParameter("bad_period", "month", "month is a local month like 2011-07.")
            : null;
    }

    private static async Task<IResult> CsvAsync(
        HttpContext context, long position, IEnumerable<PartnerSettled> settled, CancellationToken ct)
    {
        var csv = CsvStream.Begin(context, position, "partners.csv", PartnerReport.Header);
        foreach (var one in settled) csv.Line(PartnerReport.Row(one));
        await csv.EndAsync(ct);
        return Results.Empty;
    }

    private static PartnerMonthSettled Show(PartnerSettled settled)
    {
        var (points, due, digits) = (settled.Points, settled.Due, settled.Version.MinorDigits);
        return new PartnerMonthSettled(
            settled.Partner, MonthText.Of(settled.Month), points.Issued, points.Reversed, points.Redeemed, points.RedemptionReversed,
            settled.PointCost, Shown.Scaled(due.OwedByPartner, digits), Shown.Scaled(due.OwedToPartner, digits),
            Shown.Scaled(due.Net, digits), settled.Version.Version);
    }
}
