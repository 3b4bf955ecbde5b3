using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Hosting;
using Ledger.Keys;
using Ledger.Projections.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host;

/// <summary>
/// What happened to an account's value in a period (domain.md §6): opening balance, every entry with its cause and lots, closing balance, for each
/// wallet. <c>from</c> is inclusive, <c>to</c> exclusive, both instants or local dates; <c>owner</c> and <c>unit</c> choose wallets. JSON comes in
/// pages of entries, CSV as one stream.
/// </summary>
internal static class StatementEndpoints
{
    private const int CsvEntriesAtOnce = 1_000;

    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet("/accounts/{account}/statement", (HttpContext context, Views views) => AnswerAsync(context, views, JsonAsync)).RequireScope(Scopes.FinanceRead, Scopes.AccountsRead);
        program.MapGet("/accounts/{account}/statement.csv", (HttpContext context, Views views) => AnswerAsync(context, views, CsvAsync)).RequireScope(Scopes.FinanceRead, Scopes.AccountsRead);
    }

    private static Task<IResult> AnswerAsync(HttpContext context, Views views, Func<HttpContext, Views, Snapshot, ProgramState, Statement, Page, CancellationToken, Task<IResult>> answer) =>
        views.AnswerAsync(context, async (snapshot, program, account, ct) =>
        {
            var query = context.Request.Query;
            if (Page.Read(context, out var page) is { } problem) return problem;
            var period = StatementPeriod.Read(One("from"), One("to"), program.Catalog.Versions[^1].Calendar, out var wrong);
            if (period is null) return Problem.Of(StatusCodes.Status400BadRequest, "bad_period", wrong!);
            return await answer(context, views, snapshot, program, await Statement.ReadAsync(views, snapshot, account, period, One("owner"), One("unit"), ct), page, ct);

            string? One(string name) => query[name] is [{ Length: > 0 } value] ? value : null;
        });

    private static async Task<IResult> JsonAsync(HttpContext context, Views views, Snapshot snapshot, ProgramState program, Statement statement, Page page, CancellationToken ct)
    {
        var rows = await statement.PageAsync(views, snapshot, statement.Wallets, page.Number, page.Limit, ct);
        var entries = rows.Select(row =>
        {
            var (shown, entry) = (EventJson.Entry(row), Statement.Read(row));
            shown["change"] = JsonSerializer.SerializeToNode(StatementBalance.ChangeOf(entry.Moves).Scaled(DigitsOf(entry.Unit, program)), Wire.Options);
            return shown;
        }).ToList();
        return Answer.Json(new
        {
            program.Program,
            statement.Account.AccountId,
            statement.Period.From,
            statement.Period.To,
            Wallets = statement.Wallets.Select(wallet => Show(wallet, DigitsOf(wallet.Unit, program))),
            Entries = entries,
            Next = rows.Count < page.Limit ? null : (long?)entries[^1]["sequence"],
        });
    }

    private static object Show(StatementWallet wallet, int digits) => new
    {
        wallet.Owner,
        wallet.Unit,
        Opening = wallet.Opening.Scaled(digits),
        Change = wallet.Closing.Minus(wallet.Opening).Scaled(digits),
        Closing = wallet.Closing.Scaled(digits),
    };

    private static async Task<IResult> CsvAsync(HttpContext context, Views views, Snapshot snapshot, ProgramState program, Statement statement, Page page, CancellationToken ct)
    {
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"statement.csv\"";
        var csv = new CsvStream(context.Response, StatementCsv.Header);
        foreach (var wallet in statement.Wallets)
        {
            var digits = DigitsOf(wallet.Unit, program);
            csv.Line(StatementCsv.Total("opening", statement.Period.From, wallet.Owner, wallet.Unit, null, wallet.Opening, digits));
            IReadOnlyList<LogRow> rows;
            var after = 0L;
            do
            {
                rows = await statement.PageAsync(views, snapshot, [wallet], after, CsvEntriesAtOnce, ct);
                foreach (var row in rows)
                {
                    var entry = Statement.Read(row);
                    after = entry.Sequence;
                    csv.Line(StatementCsv.Entry(row.Id, row.Type, entry, digits));
                    await csv.FlushAsync(ct);
                }
            }
            while (rows.Count == CsvEntriesAtOnce);
            csv.Line(StatementCsv.Total("closing", statement.Period.To, wallet.Owner, wallet.Unit, wallet.Closing.Minus(wallet.Opening), wallet.Closing, digits));
        }

        await csv.EndAsync(ct);
        return Results.Empty;
    }

    private static int DigitsOf(string unit, ProgramState program) => unit == Shown.Points ? 0 : program.MinorDigits;
}
