using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Keys;
using Ledger.Projections.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host;

/// <summary>The books of a program: what each holds, and their sum, which is zero.</summary>
internal static class TrialBalanceEndpoint
{
    public static void Map(IEndpointRouteBuilder program) =>
        program.MapGet("/reports/trial-balance", (HttpContext context, Views views) => views.AnswerAsync(context, ShowAsync))
            .RequireScope(Scopes.FinanceRead)
            .Describe("getTrialBalance", ApiTags.Reports, "Shows the books and their sums, which are zero").OfProgram().HasTag()
            .Answers<TrialBalanceAnswer>();

    private static async Task<IResult> ShowAsync(Snapshot snapshot, ProgramState program, CancellationToken ct)
    {
        var books = await snapshot.Command($"select book, unit, amount from {snapshot.Schema}.books where program = $1 order by unit, book", Snapshot.Value(program.Program))
            .ListAsync(row => new BookAmount(row.GetString(0), row.GetString(1), row.GetDecimal(2)), ct);
        return Answer.Json(new TrialBalanceAnswer(
            snapshot.Position,
            books.ConvertAll(book => book with { Amount = Scale(book.Amount, book.Unit) }),
            [.. books.GroupBy(book => book.Unit)
                .Select(unit => new UnitAmount(unit.Key, Scale(unit.Sum(book => book.Amount), unit.Key)))]));

        decimal Scale(decimal amount, string unit) => Shown.Scaled(amount, program.DigitsOf(unit));
    }
}
