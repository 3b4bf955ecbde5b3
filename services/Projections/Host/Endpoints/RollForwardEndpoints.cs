using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Keys;
using Ledger.Projections.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host;

/// <summary>The roll-forward of a local month: how each book of wallets came from its opening to its closing balance.</summary>
internal static class RollForwardEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet(
            "/reports/roll-forward",
            (HttpContext context, Views views) => views.AnswerAsync(
                context, (snapshot, state, ct) => ShowAsync(context, snapshot, state, ct)))
            .RequireScope(Scopes.FinanceRead)
            .Describe("reportRollForward", ApiTags.Reports, "Shows how the books came through a month").OfProgram().HasTag()
            .Reads(QueryParameters.Period, QueryParameters.UnitOfReport).Answers<RollForwardAnswer>();
        program.MapGet(
            "/reports/roll-forward.csv",
            (HttpContext context, Views views) => views.AnswerAsync(
                context, (snapshot, state, ct) => CsvAsync(context, snapshot, state, ct)))
            .RequireScope(Scopes.FinanceRead)
            .Describe("reportRollForwardCsv", ApiTags.Reports, "Exports how the books came through a month").OfProgram().HasTag()
            .Reads(QueryParameters.Period, QueryParameters.UnitOfReport)
            .AnswersCsv($"The lines begin with the names {RollForward.Header}.");
    }

    private static async Task<IResult> ShowAsync(HttpContext context, Snapshot snapshot, ProgramState program, CancellationToken ct)
    {
        if (Period(context, out var month) is { } problem) return problem;
        var lines = await LinesAsync(context, snapshot, program, month, ct);
        return Answer.Json(new RollForwardAnswer(
            program.Program, MonthText.Of(month), program.Currency,
            [
                .. lines.GroupBy(line => line.Unit)
                    .Select(unit => new RollForwardUnit(unit.Key, [.. unit.Select(line => Show(line, program))])),
            ]));
    }

    private static async Task<IResult> CsvAsync(HttpContext context, Snapshot snapshot, ProgramState program, CancellationToken ct)
    {
        if (Period(context, out var month) is { } problem) return problem;
        var lines = await LinesAsync(context, snapshot, program, month, ct);
        var csv = CsvStream.Begin(context, snapshot.Position, "roll-forward.csv", RollForward.Header);
        foreach (var line in lines) csv.Line(RollForward.Row(line, month, program.MinorDigits));
        await csv.EndAsync(ct);
        return Results.Empty;
    }

    private static IResult? Period(HttpContext context, out int month)
    {
        var read = context.Request.Query["period"] is [{ Length: > 0 } text] ? MonthText.Parse(text) : null;
        month = read ?? 0;
        return read is null ? Problem.OfParameter("bad_period", "period", "period is a local month like 2011-07.") : null;
    }

    private static async Task<IReadOnlyList<RollForwardLine>> LinesAsync(
        HttpContext context, Snapshot snapshot, ProgramState program, int month, CancellationToken ct) =>
        RollForward.Of(await snapshot.Command(
                $"""
                select b.unit, b.from_book, b.to_book,
                       coalesce(sum(b.amount) filter (where b.month < $2), 0), coalesce(sum(b.amount) filter (where b.month = $2), 0)
                  from {snapshot.Schema}.book_months b
                 where b.program = $1 and b.month <= $2 and ($3 is null or b.unit = $3)
                 group by b.unit, b.from_book, b.to_book
                """,
                Snapshot.Value(program.Program), Snapshot.Value(month), Snapshot.Value(QueryParameters.UnitOf(context)))
            .ListAsync(
                row => new BookFlow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetDecimal(3), row.GetDecimal(4)), ct));

    private static RollForwardBook Show(RollForwardLine line, ProgramState program)
    {
        return new RollForwardBook(
            line.Book, Of(line.Opening), Of(line.Issued), Of(line.Activated), Of(line.Held), Of(line.Redeemed), Of(line.RedemptionReversed),
            Of(line.Expired), Of(line.Reversed), Of(line.Adjusted), Of(line.Transferred), Of(line.ArrearsPaid), Of(line.Closing));

        decimal Of(decimal amount) => Shown.Scaled(amount, program.DigitsOf(line.Unit));
    }
}
