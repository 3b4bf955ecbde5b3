using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Reports;
using Ledger.Rules.Domain.Mechanics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>
/// Settlements with partners (mechanics.md §7): the report of all partners, for one local month or all months, and the statement of one
/// partner and month, which the partner's own API key may read too.
/// </summary>
internal static class PartnerEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        new Report<PartnerMonthSettled>(
            "/reports/partners", "reportPartners", "what is settled with the partners", PartnerReport.Table, ReportAsync)
        {
            Describes = endpoint => endpoint.HasTag().OfMonths(),
            Answers = endpoint => endpoint.Answers<PartnersAnswer>(),
        }.Map(program);
        new Report<PartnerMonthSettled>(
            "/partners/{partner}/statement", "getPartnerStatement", "the settlement of one partner and month", PartnerReport.Table,
            StatementAsync)
        {
            Opens = endpoint => endpoint.RequirePartner(Scopes.FinanceRead),
            Describes = endpoint => endpoint.HasTag().Reads(QueryParameters.Month with { IsRequired = true })
                .Refuses(StatusCodes.Status404NotFound, "unknown_partner"),
            Answers = endpoint => endpoint.Answers<PartnerStatementAnswer>(),
        }.Map(program);
    }

    private static async Task<IResult> ReportAsync(ReportRequest<PartnerMonthSettled> request, CancellationToken ct)
    {
        if (MonthsAsked.Read(request.Context, out var months) is { } problem) return problem;
        var settled = await PartnerMonths.ReadAsync(request.Snapshot, request.Program, partner: null, months, ct);
        var lines = settled.ConvertAll(PartnerReport.Show);
        var month = months.From is { } one && one == months.To ? MonthText.Of(one) : null;
        return await request.AnswerAsync(lines, () => new PartnersAnswer(request.Program.Program, lines, month), ct);
    }

    private static async Task<IResult> StatementAsync(ReportRequest<PartnerMonthSettled> request, CancellationToken ct)
    {
        if (MonthsAsked.One(request.Context, "month", out var asked) is { } problem) return problem;
        if (asked is not { } month) return MonthsAsked.Bad("month");
        var program = request.Program;
        if (await SettledAsync(request, month, ct) is not { } settled)
        {
            return Problem.Of(
                StatusCodes.Status404NotFound, "unknown_partner",
                $"There is no partner {Segments.PartnerOf(request.Context)} in program {program.Program}.");
        }

        var (calendar, line) = (settled.Version.Calendar, PartnerReport.Show(settled));
        return await request.AnswerAsync(
            [line],
            () => new PartnerStatementAnswer(
                program.Program, calendar.StartOfMonth(month), calendar.StartOfMonth(month + 1), settled.Version.Currency, line),
            ct);
    }

    /// <summary>The settlement of a partner's month, also of one without movements; null when the partner is unknown.</summary>
    private static async Task<PartnerSettled?> SettledAsync(ReportRequest<PartnerMonthSettled> request, int month, CancellationToken ct)
    {
        var (program, partner) = (request.Program, Segments.PartnerOf(request.Context) ?? "");
        if (program.Catalog.Versions.All(version => version.PartnerOf(partner) is null)) return null;
        return await PartnerMonths.ReadAsync(request.Snapshot, program, partner, new MonthsAsked(month, month), ct) is [var settled]
            ? settled
            : PartnerReport.Of(program.Catalog, partner, month, new PartnerMonth(0, 0, 0, 0));
    }
}
