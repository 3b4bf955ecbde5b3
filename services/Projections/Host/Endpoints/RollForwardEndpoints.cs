using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Projections.Domain;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host;

/// <summary>The roll-forward of a local month: how each book of wallets came from its opening to its closing balance.</summary>
internal static class RollForwardEndpoints
{
    public static void Map(IEndpointRouteBuilder program) =>
        new Report<RollForwardRow>(
            "/reports/roll-forward", "reportRollForward", "how the books came through a month", RollForward.Table, ReadAsync)
        {
            Describes = endpoint => endpoint.HasTag().Reads(QueryParameters.Period, QueryParameters.UnitOfReport),
            Answers = endpoint => endpoint.Answers<RollForwardAnswer>(),
        }.Map(program);

    private static async Task<IResult> ReadAsync(ReportRequest<RollForwardRow> request, CancellationToken ct)
    {
        if (MonthsAsked.One(request.Context, "period", out var asked) is { } problem) return problem;
        if (asked is not { } month) return MonthsAsked.Bad("period");
        var program = request.Program;
        var flows = await FlowsAsync(request.Snapshot, program, month, QueryParameters.UnitOf(request.Context), ct);
        var rows = RollForward.Of(flows).Select(line => RollForward.Row(line, month, program.MinorDigits)).ToList();
        return await request.AnswerAsync(
            rows,
            () => new RollForwardAnswer(
                program.Program, MonthText.Of(month), program.Currency,
                [.. rows.GroupBy(row => row.Unit).Select(unit => new RollForwardUnit(unit.Key, [.. unit.Select(row => row.Book)]))]),
            ct);
    }

    private static Task<List<BookFlow>> FlowsAsync(
        Snapshot snapshot, ProgramState program, int month, string? unit, CancellationToken ct) =>
        snapshot.Command(
                $"""
                select b.unit, b.from_book, b.to_book,
                       coalesce(sum(b.amount) filter (where b.month < $2), 0), coalesce(sum(b.amount) filter (where b.month = $2), 0)
                  from {snapshot.Schema}.book_months b
                 where b.program = $1 and b.month <= $2 and ($3 is null or b.unit = $3)
                 group by b.unit, b.from_book, b.to_book
                """,
                Snapshot.Value(program.Program), Snapshot.Value(month), Snapshot.Value(unit))
            .ListAsync(
                row => new BookFlow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetDecimal(3), row.GetDecimal(4)), ct);
}
