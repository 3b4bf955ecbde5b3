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
using Npgsql;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>How much of what is left in lots will expire, as past lots did.</summary>
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
                Shown.Scaled(left.Sum(line => line.Value), version.MinorDigits),
                Shown.Scaled(lines.Sum(line => line.ExpectedValue), version.MinorDigits)),
            ct);
    }

    /// <summary>The lives of all lots, from the moves in the log: one lot after the other, none of them kept.</summary>
    private static async Task<Breakage> LivesAsync(
        Snapshot snapshot, ProgramState program, ProgramVersion version, int month, CancellationToken ct)
    {
        var breakage = new Breakage();
        if (await BookMonths.SpanAsync(snapshot, program, ct) is not var (first, _)) return breakage;
        var life = new List<LotMonth>();
        LotSeen? lot = null;
        var moves = Moves(snapshot, program, first, Math.Max(first, month));
        await foreach (var (seen, moved) in moves.StreamAsync(row => Read(row, first), ct))
        {
            if (lot is not null && lot != seen) End();
            lot = seen;
            life.Add(moved);
        }

        if (lot is not null) End();
        return breakage;

        void End()
        {
            var tier = lot!.Tier is null ? version.Tiers[0].Id : TierRules.Carry(program.Catalog, version, lot.Tier);
            breakage.Add(lot.Unit, tier, life, month - lot.Month);
            life.Clear();
        }
    }

    // A lot's moves by month. What goes between its own books is no move of it; the running month is the last.
    private static NpgsqlCommand Moves(Snapshot snapshot, ProgramState program, int first, int last)
    {
        const string within = "('pending', 'available', 'held')";
        var calendar = program.Catalog.Versions[0].Calendar;
        return snapshot.Command(
            $"""
            select x.account, x.lot, l.unit, a.tier, width_bucket(l.opened_at, $2), x.month, x.came, x.used, x.expired,
                   x.gone - x.used - x.expired
              from (
                select m.account, m.lot, width_bucket(m.effective_at, $2) as month,
                       coalesce(sum(m.amount) filter (where m.target in {within}), 0) as came,
                       coalesce(sum(m.amount) filter (where m.origin in {within}), 0) as gone,
                       coalesce(sum(m.amount) filter (
                         where m.origin in {within} and (m.target in ('redeemed', 'arrears') or m.target like 'redeemed:%')), 0) as used,
                       coalesce(sum(m.amount) filter (where m.origin in {within} and m.target = 'expired'), 0) as expired
                  from ({LotMoves.Select(snapshot.Schema)}) m
                 where (m.origin in {within}) <> (m.target in {within})
                 group by 1, 2, 3) x
              join {snapshot.Schema}.lots l on l.account = x.account and l.lot = x.lot
              join {snapshot.Schema}.accounts a on a.number = x.account
             order by x.account, x.lot, x.month
            """,
            Snapshot.Value(program.Program), OpenLotMonths.Bounds(Enumerable.Range(first + 1, last - first).Select(calendar.StartOfMonth)));
    }

    private static (LotSeen Lot, LotMonth Month) Read(NpgsqlDataReader row, int first)
    {
        var lot = new LotSeen(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.TextOrNull(3), first + row.GetInt32(4));
        return (
            lot,
            new LotMonth(
                Math.Max(0, first + row.GetInt32(5) - lot.Month), row.GetDecimal(6), row.GetDecimal(7), row.GetDecimal(8),
                row.GetDecimal(9)));
    }

    /// <summary>A lot whose moves are read.</summary>
    /// <param name="Month">Local month in which it was opened.</param>
    private sealed record LotSeen(long Account, long Lot, string Unit, string? Tier, int Month);
}
