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
        program.MapGet("/reports/trial-balance", (HttpContext context, Views views) => views.AnswerAsync(context, ShowAsync)).RequireScope(Scopes.FinanceRead);

    private static async Task<IResult> ShowAsync(Snapshot snapshot, ProgramState program, CancellationToken ct)
    {
        var books = await snapshot.Command($"select book, unit, amount from {snapshot.Schema}.books where program = $1 order by unit, book", Snapshot.Value(program.Program))
            .ListAsync(row => new { Book = row.GetString(0), Unit = row.GetString(1), Amount = row.GetDecimal(2) }, ct);
        return Answer.Json(new
        {
            snapshot.Position,
            Books = books.Select(book => new { book.Book, book.Unit, Amount = Scale(book.Amount, book.Unit) }),
            Sums = books.GroupBy(book => book.Unit).Select(unit => new { Unit = unit.Key, Amount = Scale(unit.Sum(book => book.Amount), unit.Key) }),
        });

        decimal Scale(decimal amount, string unit) => Shown.Scaled(amount, unit == Shown.Points ? 0 : program.MinorDigits);
    }
}
