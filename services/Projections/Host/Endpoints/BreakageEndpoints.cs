using Ledger.Contracts.V1.Answers;
using Ledger.Hosting.Api;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Reports;
using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>The report of expected breakage: how much of what is left in lots will expire, judged by past lots.</summary>
internal static class BreakageEndpoints
{
    public static void Map(IEndpointRouteBuilder program) =>
        new Report<BreakageLine>(
            "/reports/breakage", "reportBreakage", "how much of what is left is expected to expire", Breakage.Table, ReadAsync)
        {
            Describes = endpoint => endpoint.Refuses(StatusCodes.Status404NotFound, "unknown_version"),
            Answers = endpoint => endpoint.Answers<BreakageAnswer>(),
        }.Map(program);

    private static async Task<IResult> ReadAsync(ReportRequest<BreakageLine> request, CancellationToken ct)
    {
        var (program, now) = (request.Program, request.Now);
        if (program.InForce(now) is not { } version) return program.Unpublished();
        var month = version.Calendar.MonthOf(now);
        var breakage = await LivesAsync(request.Snapshot, program, version, month, ct);
        var left = Liability.Of(program.Catalog, version, await OpenLotMonths.OpenedAsync(request.Snapshot, program, null, ct));
        var lines = breakage.Lines(version, left, month);
        return await request.AnswerAsync(
            lines,
            () => new BreakageAnswer(
                program.Program, now, version.Version, version.PointValue, version.Currency, lines,
                ValueFormat.Scaled(left.Sum(line => line.Value), version.MinorDigits),
                ValueFormat.Scaled(lines.Sum(line => line.ExpectedValue), version.MinorDigits)),
            ct);
    }

    /// <summary>Reads the lives of all lots, as summed in the view.</summary>
    private static async Task<Breakage> LivesAsync(
        Snapshot snapshot, QueriedProgram program, ProgramVersion version, int month, CancellationToken ct)
    {
        var breakage = new Breakage();
        var rows = await snapshot.Command(
                LotMonthTable.Select(snapshot.Schema), Snapshot.Value(program.Program), Snapshot.Value(month))
            .ListAsync(
                row => (Unit: row.GetString(0), Tier: row.GetString(1), Opened: row.GetInt32(2), Month: row.GetInt32(3),
                    Sums: LotMonthTable.Read(row, 4)),
                ct);
        foreach (var lots in rows.GroupBy(row => (row.Unit, row.Tier, row.Opened)))
        {
            var (unit, last, opened) = lots.Key;
            var tier = last.Length == 0 ? version.Tiers[0].Id : TierRules.InVersion(program.Catalog, version, last);
            breakage.Add(unit, tier, opened, [.. lots.Select(row => (row.Month, row.Sums))], month);
        }

        return breakage;
    }
}
