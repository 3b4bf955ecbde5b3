using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Hosting.Api;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Reports;
using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.Mechanics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>
/// The reports of accrued rebates of periods that are not closed: by account, page by page, and summed by rebate and period.
/// </summary>
internal static class RebateAccrualEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        new Report<RebateAccrued>(
            "/reports/rebates-accrued", "reportRebatesAccrued", "what the open rebate periods of accounts would pay by now",
            RebateAccrual.Accounts, AccountsAsync)
        {
            Describes = endpoint => endpoint.HasTag(),
            Answers = endpoint => endpoint.Answers<RebatesAccruedAnswer>(),
            Pages = endpoint => endpoint.HasPages(isNumeric: false).Refuses(StatusCodes.Status400BadRequest, "bad_cursor"),
        }.Map(program);
        new Report<RebatePeriodAccrued>(
            "/reports/rebates-accrued-periods", "reportRebatesAccruedPeriods", "what all open rebate periods would pay by now",
            RebateAccrual.Periods, PeriodsAsync)
        {
            Describes = endpoint => endpoint.HasTag(),
            Answers = endpoint => endpoint.Answers<RebatePeriodsAccruedAnswer>(),
        }.Map(program);
    }

    private static async Task<IResult> AccountsAsync(ReportRequest<RebateAccrued> request, CancellationToken ct)
    {
        var program = request.Program;
        if (!request.Format.HasPages) return await request.StreamAsync(LinesAsync(request.Snapshot, program, ["", "", ""], null, ct), ct);
        if (Page.Read(request.Context, out var page, isNumeric: false) is { } problem) return problem;

        // The cursor's parts are separated by blanks, which ids do not contain.
        var after = page.After?.Split(' ') ?? ["", "", ""];
        if (after.Length != 3) return Problem.OfParameter("bad_cursor", "after", "after is what the page before gave as next.");
        var lines = await LinesAsync(request.Snapshot, program, after, page.Limit, ct).ToListAsync(ct);
        var last = lines.Count == 0 ? null : $"{lines[^1].AccountId} {lines[^1].Rebate} {lines[^1].Period}";
        var next = page.Next(request.Context, lines.Count, last);
        return await request.AnswerAsync(lines, () => new RebatesAccruedAnswer(program.Program, program.Currency, lines, next), ct, next);
    }

    private static async Task<IResult> PeriodsAsync(ReportRequest<RebatePeriodAccrued> request, CancellationToken ct)
    {
        var program = request.Program;
        var sums = RebateAccrual.Sum(await LinesAsync(request.Snapshot, program, ["", "", ""], null, ct).ToListAsync(ct));
        return await request.AnswerAsync(sums, () => new RebatePeriodsAccruedAnswer(program.Program, program.Currency, sums), ct);
    }

    /// <param name="after">The cursor: account, rebate and period of the page before's last line.</param>
    private static IAsyncEnumerable<RebateAccrued> LinesAsync(
        Snapshot snapshot, QueriedProgram program, string[] after, int? limit, CancellationToken ct) =>
        snapshot.Command(
                $"""
                select a.account_id, p.rebate, p.period, p.version, p.ends_at,
                       array(select m.net from {snapshot.Schema}.measures m
                              where m.account = a.number and m.scope = p.scope and m.month >= p.first_month
                                and m.month < p.first_month + p.month_count),
                       array(select m.net from {snapshot.Schema}.measures m
                              where m.account = a.number and m.scope = p.scope || $6 and m.month >= p.first_month
                                and m.month < p.first_month + p.month_count),
                       array(select r.basis from {snapshot.Schema}.rebates r
                              where a.absorbed is not null and r.account = any(string_to_array(a.absorbed, ',')::bigint[])
                                and r.rebate = p.rebate and r.period = p.period)
                  from {snapshot.Schema}.accounts a join {snapshot.Schema}.rebate_periods p on p.account = a.number
                 where a.program = $1 and a.merged_into is null and (a.account_id, p.rebate, p.period) > ($2, $3, $4)
                   and not exists (
                     select from {snapshot.Schema}.rebates r where r.account = a.number and r.rebate = p.rebate and r.period = p.period)
                 order by a.account_id, p.rebate, p.period limit $5
                """,
                Snapshot.Value(program.Program), Snapshot.Value(after[0]), Snapshot.Value(after[1]), Snapshot.Value(after[2]),
                Snapshot.Value(limit), Snapshot.Value(WindDownRules.KeyOf("")))
            .StreamAsync(row => RebateAccrual.Of(program.Catalog, Read(row)), ct);

    // Orders placed after the end of earning count in no rebate. Nor do orders of merged accounts here, where those accounts had closed the
    // period before the merge.
    private static OpenRebate Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.At(4), Sum(row, 5) - Sum(row, 6) - Sum(row, 7));

    private static Exact Sum(NpgsqlDataReader row, int column) =>
        row.GetFieldValue<string[]>(column).Aggregate(Exact.Zero, (sum, net) => sum + Exact.Parse(net));
}
