using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Statements;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>Lists the entries of an account, and explains single entries.</summary>
internal static class EntryEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet(
            "/accounts/{account}/entries",
            (HttpContext context, Views views) => views.AnswerAsync(
                context, (snapshot, state, account, ct) => ListAsync(
                    context, views, snapshot, state, account, ct)))
            .RequireScope(Scopes.AccountsRead, Scopes.FinanceRead)
            .Describe("listEntries", ApiTags.Accounts, "Lists every movement of an account's value").OfAccount().HasTag().HasPages()
            .Reads(QueryParameters.Last).Answers<EntriesAnswer<Entry>>();
        program.MapGet(
            "/entries/{id}/explanation",
            (HttpContext context, Views views) => views.AnswerAsync(
                context, (snapshot, state, ct) => ExplainAsync(context, views, snapshot, state, ct)))
            .RequireScope(Scopes.AccountsRead, Scopes.FinanceRead)
            .Describe("explainEntry", ApiTags.Accounts, "Explains how an entry came about").OfProgram().HasTag()
            .Refuses(StatusCodes.Status404NotFound, "unknown_entry").Answers<ExplanationAnswer<Entry>>();
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, Views views, Snapshot snapshot, QueriedProgram program, AccountState account, CancellationToken ct)
    {
        if (Page.Read(context, out var page) is { } problem) return problem;
        // Entry numbers have no gaps, so the last page's beginning can be computed.
        var after = context.Request.Query["last"] is ["true"] ? Math.Max(page.Number, account.Row.Entries - page.Limit) : page.Number;
        var rows = await snapshot.Command(
                $"select sequence, position from {snapshot.Schema}.entries where account = $1 and sequence > $2 order by sequence limit $3",
                Snapshot.Value(account.Row.Number), Snapshot.Value(after), Snapshot.Value(page.Limit))
            .ListAsync(row => (Sequence: row.GetInt64(0), Position: row.GetInt64(1)), ct);
        var entries = await views.Rows.ReadAsync([.. rows.Select(row => row.Position)], ct);
        var shown = program.HasFunding ? await WithFundingAsync(snapshot, account, entries, ct) : entries.Select(EventJson.Entry);
        return Answer.Json(new EntriesAnswer<JsonObject>(
            account.AccountId, [.. shown], account.MergedInto, page.Next(context, rows.Count, rows.LastOrDefault().Sequence)));
    }

    private static async Task<IEnumerable<JsonObject>> WithFundingAsync(
        Snapshot snapshot, AccountState account, IReadOnlyList<LogRow> rows, CancellationToken ct)
    {
        var entries = rows.Select(row => (Row: row, Entry: Statement.Read(row))).ToList();
        var funds = await EntryFunds.ReadAsync(snapshot, account, entries.Select(one => one.Entry), ct);
        return entries.Select(one => EventJson.Entry(one.Row, one.Entry, funds));
    }

    private static async Task<IResult> ExplainAsync(
        HttpContext context, Views views, Snapshot snapshot, QueriedProgram program, CancellationToken ct)
    {
        var text = Segments.Id(context);
        var unknown = Problem.Of(StatusCodes.Status404NotFound, "unknown_entry", $"There is no entry {text} in program {program.Program}.");
        if (!Guid.TryParse(text, out var id)) return unknown;
        var positions = await snapshot.Command(
                $"select e.position from {snapshot.Schema}.entries e join {snapshot.Schema}.accounts a on a.number = e.account where "
                + $"e.id = $1 and a.program = $2",
                Snapshot.Value(id), Snapshot.Value(program.Program))
            .ListAsync(row => row.GetInt64(0), ct);
        if (await views.Rows.ReadAsync(positions, ct) is not [var row]) return unknown;
        return Answer.Json(new ExplanationAnswer<JsonObject>(
            EventJson.Entry(row), await EvaluationAsync(views, program.Program, row, ct),
            await ActivityAsync(views, program.Program, row, ct)));
    }

    /// <summary>What the rules gave for the activity that caused the entry; null for another cause.</summary>
    private static async Task<ActivityEvaluation?> ActivityAsync(Views views, string program, LogRow entry, CancellationToken ct)
    {
        if (Statement.Read(entry).Cause.Activity is not { } activity) return null;
        var events = await views.StreamAsync(program, Streams.Activity(activity), ct);
        return events.Select(one => one.Data).OfType<ActivityRecorded>().FirstOrDefault()?.Evaluation;
    }

    /// <summary>
    /// What the rules gave for the entry's order at the time of the entry: the last evaluation before the entry, else the first one.
    /// </summary>
    private static async Task<OrderEvaluation?> EvaluationAsync(Views views, string program, LogRow entry, CancellationToken ct)
    {
        using var movement = JsonDocument.Parse(entry.Data);
        var cause = movement.RootElement.GetProperty("cause");
        if (!cause.TryGetProperty("source", out var source) || !cause.TryGetProperty("orderId", out var order)) return null;
        var computed = (await views.StreamAsync(program, Streams.Order(source.GetString()!, order.GetString()!), ct)).Where(one =>
            one.Data is DiscountComputed).ToList();
        return ((computed.LastOrDefault(one => one.Sequence <= entry.Position)
            ?? computed.FirstOrDefault())?.Data as DiscountComputed)?.Evaluation;
    }
}
