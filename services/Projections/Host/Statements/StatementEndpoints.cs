using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Endpoints;
using Ledger.Projections.Host.Exports;
using Ledger.Projections.Host.Queries;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Statements;

/// <summary>
/// What happened to an account's value in a period (domain.md §6): opening balance, every entry with its cause and lots, closing balance,
/// for each wallet. <c>from</c> is inclusive, <c>to</c> exclusive, both instants or local dates; <c>owner</c> and <c>unit</c> choose
/// wallets. JSON comes in pages of entries, CSV as one stream, PDF as pages for people.
/// </summary>
internal static class StatementEndpoints
{
    private const int CsvEntriesAtOnce = 1_000;

    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet("/accounts/{account}/statement", (HttpContext context, Views views) => AnswerAsync(context, views, JsonAsync))
            .RequireScope(Scopes.FinanceRead, Scopes.AccountsRead)
            .Describe("getStatement", ApiTags.Accounts, "Shows what happened to an account's value in a period").OfAccount().HasTag()
            .HasPages()
            .Reads(QueryParameters.From, QueryParameters.To, QueryParameters.Owner, QueryParameters.Unit)
            .Answers<StatementAnswer<Entry>>();
        program.MapGet("/accounts/{account}/statement.csv", (HttpContext context, Views views) => AnswerAsync(context, views, CsvAsync))
            .RequireScope(Scopes.FinanceRead, Scopes.AccountsRead)
            .Describe("getStatementCsv", ApiTags.Accounts, "Exports what happened to an account's value in a period").OfAccount().HasTag()
            .Reads(Page.LimitParameter, Page.AfterNumber)
            .Reads(QueryParameters.From, QueryParameters.To, QueryParameters.Owner, QueryParameters.Unit)
            .AnswersCsv();
        program.MapGet(
            "/accounts/{account}/statement.pdf",
            (HttpContext context, Views views, IDocumentStore marten, ProjectionsOptions options) => AnswerAsync(
                context, views, (http, all, snapshot, state, statement, _, _) =>
                    StatementPdf.AnswerAsync(http, all, marten, options, snapshot, state, statement)))
            .RequireScope(Scopes.FinanceRead, Scopes.AccountsRead)
            .Describe("getStatementPdf", ApiTags.Accounts, "Shows what happened to an account's value in a period, on paper").OfAccount()
            .Reads(QueryParameters.From, QueryParameters.To, QueryParameters.Owner, QueryParameters.Unit, QueryParameters.Language)
            .Refuses(StatusCodes.Status422UnprocessableEntity, StatementPdf.TooLong)
            .AnswersPdf();
    }

    private static Task<IResult> AnswerAsync(
        HttpContext context, Views views,
        Func<HttpContext, Views, Snapshot, QueriedProgram, Statement, Page, CancellationToken, Task<IResult>> answer) =>
        views.AnswerAsync(context, async (snapshot, program, account, ct) =>
        {
            var query = context.Request.Query;
            if (Page.Read(context, out var page) is { } problem) return problem;
            var period = StatementPeriod.Read(One("from"), One("to"), program.Catalog.Versions[^1].Calendar, out var wrong);
            if (period is null) return Problem.OfParameter("bad_period", wrong!.Split(' ')[0], wrong);
            return await answer(
                context, views, snapshot, program,
                await Statement.ReadAsync(views, snapshot, account, period, One("owner"), One("unit"), ct), page, ct);

            string? One(string name) => query[name] is [{ Length: > 0 } value] ? value : null;
        });

    private static async Task<IResult> JsonAsync(
        HttpContext context, Views views, Snapshot snapshot, QueriedProgram program, Statement statement, Page page, CancellationToken ct)
    {
        var rows = await statement.PageAsync(views, snapshot, statement.Wallets, page.Number, page.Limit, ct);
        var read = rows.Select(row => (Row: row, Entry: Statement.Read(row))).ToList();
        var funds = await EntryFunds.ReadAsync(snapshot, statement.Account, read.Select(one => one.Entry), ct);
        var entries = read.ConvertAll(one =>
        {
            var (row, entry) = one;
            var shown = EventJson.Entry(row, entry, funds);
            shown["change"] = JsonSerializer.SerializeToNode(
                StatementBalance.ChangeOf(entry.Moves).Scaled(program.DigitsOf(entry.Unit)), Wire.Options);
            return shown;
        });
        return Answer.Json(new StatementAnswer<JsonObject>(
            program.Program, statement.Account.AccountId,
            [.. statement.Wallets.Select(wallet => Show(wallet, program.DigitsOf(wallet.Unit)))], entries, statement.Period.From,
            statement.Period.To, page.Next(context, rows.Count, (long?)entries.LastOrDefault()?["sequence"])));
    }

    private static WalletStatement Show(StatementWallet wallet, int digits)
    {
        return new WalletStatement(
            wallet.Owner, wallet.Unit, Of(wallet.Opening), Of(wallet.Closing.Minus(wallet.Opening)), Of(wallet.Closing));

        BalanceAfter Of(StatementBalance balance)
        {
            var scaled = balance.Scaled(digits);
            return new BalanceAfter(scaled.Pending, scaled.Available, scaled.Held, scaled.Arrears);
        }
    }

    private static async Task<IResult> CsvAsync(
        HttpContext context, Views views, Snapshot snapshot, QueriedProgram program, Statement statement, Page page, CancellationToken ct)
    {
        var isFunded = program.HasFunding;
        var csv = CsvStream.Begin(
            context, snapshot.Position, "statement.csv", StatementCsv.Header + (isFunded ? StatementCsv.MechanicsHeader : ""));
        foreach (var wallet in statement.Wallets)
        {
            var digits = program.DigitsOf(wallet.Unit);
            Line(StatementCsv.Total("opening", statement.Period.From, wallet.Owner, wallet.Unit, null, wallet.Opening, digits), null, null);
            IReadOnlyList<LogRow> rows;
            var after = 0L;
            do
            {
                rows = await statement.PageAsync(views, snapshot, [wallet], after, CsvEntriesAtOnce, ct);
                var entries = rows.Select(row => (Row: row, Entry: Statement.Read(row))).ToList();
                var funds = await EntryFunds.ReadAsync(snapshot, statement.Account, entries.Select(one => one.Entry), ct);
                foreach (var (row, entry) in entries)
                {
                    after = entry.Sequence;
                    Line(StatementCsv.Entry(row.Id, row.Type, entry, digits), entry, funds.Of(entry));
                    await csv.FlushAsync(ct);
                }
            }
            while (rows.Count == CsvEntriesAtOnce);
            var change = wallet.Closing.Minus(wallet.Opening);
            Line(StatementCsv.Total("closing", statement.Period.To, wallet.Owner, wallet.Unit, change, wallet.Closing, digits), null, null);
        }

        await csv.EndAsync(ct);
        return Results.Empty;

        void Line(string[] fields, Movement? entry, string? fund) => csv.Line(
            isFunded ? [.. fields, .. StatementCsv.Mechanics(entry, fund)] : fields);
    }
}
