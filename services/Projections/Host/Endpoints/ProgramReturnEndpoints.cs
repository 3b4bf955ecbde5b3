using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting.Api;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Reports;
using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.Program;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>What the program cost against what its members bought.</summary>
internal static class ProgramReturnEndpoints
{
    public static void Map(IEndpointRouteBuilder program) =>
        new Report<ProgramReturnLine>(
            "/reports/return", "reportReturn", "what the program cost against what its members bought", ProgramReturn.Table, ReadAsync)
        {
            Describes = endpoint => endpoint.OfMonths().Refuses(StatusCodes.Status404NotFound, "unknown_version"),
            Answers = endpoint => endpoint.Answers<ProgramReturnAnswer>(),
        }.Map(program);

    private static async Task<IResult> ReadAsync(ReportRequest<ProgramReturnLine> request, CancellationToken ct)
    {
        if (MonthsAsked.Read(request.Context, out var months) is { } problem) return problem;
        var program = request.Program;
        if (program.Catalog.Versions.Count == 0) return program.Unpublished();
        var report = new ProgramReturn(program.Catalog);
        if (await KnownAsync(request, months, ct) is var (from, to))
        {
            await Months(request.Snapshot, program, from, to).EachAsync(row => report.Add(Read(row)), ct);
        }

        var lines = report.Lines();
        return await request.AnswerAsync(
            lines, () => new ProgramReturnAnswer(program.Program, program.Currency, lines, months.FromText, months.ToText), ct);
    }

    /// <summary>The months that are asked for, of those between the first order and the program's clock.</summary>
    private static async Task<(int From, int To)?> KnownAsync(
        ReportRequest<ProgramReturnLine> request, MonthsAsked months, CancellationToken ct)
    {
        var (snapshot, program) = (request.Snapshot, request.Program);
        var known = await snapshot.Command(
                $"""
                select min(m.month) from {snapshot.Schema}.accounts a join {snapshot.Schema}.measures m on m.account = a.number
                 where a.program = $1 and m.scope = '{ScopeDefinition.All}' having count(*) > 0
                """,
                Snapshot.Value(program.Program))
            .ListAsync(row => row.GetInt32(0), ct);
        if (known is not [var first]) return null;
        var last = program.Catalog.Versions[0].Calendar.MonthOf(request.Now);
        var (from, to) = (Math.Max(first, months.From ?? first), Math.Min(last, months.To ?? last));
        return from <= to ? (from, to) : null;
    }

    // A row for each account and month in which it ordered, or had ordered a year before, or a rebate period ended. Orders and rebates of
    // an account that was merged into it stay under that one's number. $3 has the first instants of the months and of the one after the
    // last.
    private static NpgsqlCommand Months(Snapshot snapshot, ProgramState program, int from, int to)
    {
        var schema = snapshot.Schema;
        var calendar = program.Catalog.Versions[0].Calendar;
        return snapshot.Command(
            $"""
            with holders as (
              select a.number, part.number as recorded
                from {schema}.accounts a cross join lateral unnest({MemberState.Numbers}) as part (number)
               where a.program = $1 and a.merged_into is null),
            closed as (
              select h.number, p.first_month + p.month_count - 1 as month, sum(r.amount) as amount
                from holders h join {schema}.rebates r on r.account = h.recorded
                join {schema}.rebate_periods p on p.account = r.account and p.rebate = r.rebate and p.period = r.period
               group by 1, 2),
            months as (
              select h.number, m.month from holders h join {schema}.measures m on m.account = h.number
               where h.number = h.recorded and m.scope = '{ScopeDefinition.All}' and m.month between $2 and $4
              union
              select h.number, m.month + 12 from holders h join {schema}.measures m on m.account = h.number
               where h.number = h.recorded and m.scope = '{ScopeDefinition.All}' and m.month between $2 - 12 and $4 - 12
              union
              select c.number, c.month from closed c where c.month between $2 and $4),
            stated as (
              select h.number, $2 + width_bucket(o.placed_at, $3) - 1 as month, sum(o.entitled - o.variance) as discount
                from holders h join {schema}.orders o on o.account = h.recorded
               where o.placed_at >= $5 and o.placed_at < $6 and o.evaluated
               group by 1, 2)
            select k.month, t.to_tier, coalesce(mb.segments, ''), coalesce(m.orders, 0), coalesce(m.net, '0'), coalesce(s.discount, 0),
                   coalesce(q.points, 0), coalesce(c.amount, 0), coalesce(b.orders, 0), coalesce(b.net, '0')
              from months k
              left join {schema}.measures m on m.account = k.number and m.scope = '{ScopeDefinition.All}' and m.month = k.month
              left join {schema}.measures b on b.account = k.number and b.scope = '{ScopeDefinition.All}' and b.month = k.month - 12
              left join {schema}.month_points q on q.account = k.number and q.month = k.month
              left join {schema}.members mb on mb.account = k.number
              left join stated s on s.number = k.number and s.month = k.month
              left join closed c on c.number = k.number and c.month = k.month
              left join lateral (
                select x.to_tier from {schema}.tier_changes x
                 where x.account = k.number and x.effective_at < ($3)[k.month - $2 + 2]
                 order by x.position desc, x.place desc limit 1) t on true
            """,
            Snapshot.Value(program.Program), Snapshot.Value(from),
            OpenLotMonths.Bounds(Enumerable.Range(from, to - from + 2).Select(calendar.StartOfMonth)), Snapshot.Value(to),
            Snapshot.Value(calendar.StartOfMonth(from).UtcDateTime), Snapshot.Value(calendar.StartOfMonth(to + 1).UtcDateTime));
    }

    private static AccountMonth Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.TextOrNull(1), row.GetString(2).Split('\n', StringSplitOptions.RemoveEmptyEntries), row.GetInt64(3),
        Exact.Parse(row.GetString(4)), row.GetDecimal(5), row.GetInt64(6), row.GetDecimal(7), row.GetInt64(8),
        Exact.Parse(row.GetString(9)));
}
