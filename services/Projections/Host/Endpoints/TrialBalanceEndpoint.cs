using Ledger.Contracts.V1.Answers;
using Ledger.Hosting.Api;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>The trial balance of a program: what each book holds, and their sum, which is zero.</summary>
internal static class TrialBalanceEndpoint
{
    public static void Map(IEndpointRouteBuilder program) =>
        new Report<BookAmount>(
            "/reports/trial-balance", "getTrialBalance", "the books and their sums, which are zero", TrialBalance.Table, ReadAsync)
        {
            Describes = endpoint => endpoint.HasTag(),
            Answers = endpoint => endpoint.Answers<TrialBalanceAnswer>(),
        }.Map(program);

    private static async Task<IResult> ReadAsync(ReportRequest<BookAmount> request, CancellationToken ct)
    {
        var (snapshot, program) = (request.Snapshot, request.Program);
        var books = await snapshot.Command(
                $"select book, unit, amount from {snapshot.Schema}.books where program = $1 order by unit, book",
                Snapshot.Value(program.Program))
            .ListAsync(row => new BookAmount(row.GetString(0), row.GetString(1), Scale(row.GetDecimal(2), row.GetString(1))), ct);
        return await request.AnswerAsync(
            books,
            () => new TrialBalanceAnswer(
                snapshot.Position, books,
                [
                    .. books.GroupBy(book => book.Unit)
                        .Select(unit => new UnitAmount(unit.Key, Scale(unit.Sum(book => book.Amount), unit.Key))),
                ]),
            ct);

        decimal Scale(decimal amount, string unit) => ValueFormat.Scaled(amount, program.DigitsOf(unit));
    }
}
