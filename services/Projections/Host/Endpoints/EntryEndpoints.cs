using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Hosting;
using Ledger.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host;

/// <summary>Entries of an account, and how one came about.</summary>
internal static class EntryEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet(
            "/accounts/{account}/entries",
            (HttpContext context, Views views) => views.AnswerAsync(context, (snapshot, _, account, ct) => ListAsync(context, views, snapshot, account, ct))).RequireScope(Scopes.AccountsRead, Scopes.FinanceRead);
        program.MapGet(
            "/entries/{id}/explanation",
            (HttpContext context, Views views) => views.AnswerAsync(context, (snapshot, state, ct) => ExplainAsync(context, views, snapshot, state, ct))).RequireScope(Scopes.AccountsRead, Scopes.FinanceRead);
    }

    private static async Task<IResult> ListAsync(HttpContext context, Views views, Snapshot snapshot, AccountState account, CancellationToken ct)
    {
        if (Page.Read(context, out var page) is { } problem) return problem;
        var rows = await snapshot.Command(
                $"select sequence, position from {snapshot.Schema}.entries where account = $1 and sequence > $2 order by sequence limit $3",
                Snapshot.Value(account.Row.Number), Snapshot.Value(page.Number), Snapshot.Value(page.Limit))
            .ListAsync(row => (Sequence: row.GetInt64(0), Position: row.GetInt64(1)), ct);
        var entries = await views.Rows.ReadAsync([.. rows.Select(row => row.Position)], ct);
        return Answer.Json(new { account.AccountId, account.MergedInto, Entries = entries.Select(EventJson.Entry), Next = rows.Count < page.Limit ? (long?)null : rows[^1].Sequence });
    }

    private static async Task<IResult> ExplainAsync(HttpContext context, Views views, Snapshot snapshot, ProgramState program, CancellationToken ct)
    {
        var text = Segments.Id(context);
        var unknown = Problem.Of(StatusCodes.Status404NotFound, "unknown_entry", $"There is no entry {text} in program {program.Program}.");
        if (!Guid.TryParse(text, out var id)) return unknown;
        var positions = await snapshot.Command(
                $"select e.position from {snapshot.Schema}.entries e join {snapshot.Schema}.accounts a on a.number = e.account where e.id = $1 and a.program = $2",
                Snapshot.Value(id), Snapshot.Value(program.Program))
            .ListAsync(row => row.GetInt64(0), ct);
        if (await views.Rows.ReadAsync(positions, ct) is not [var row]) return unknown;
        return Answer.Json(new { Entry = EventJson.Entry(row), Evaluation = await EvaluationAsync(views, program.Program, row, ct) });
    }

    /// <summary>What the rules gave for the entry's order, as it stood when the entry was made: the last evaluation before the entry, or the first one.</summary>
    private static async Task<JsonElement?> EvaluationAsync(Views views, string program, LogRow entry, CancellationToken ct)
    {
        using var movement = JsonDocument.Parse(entry.Data);
        var cause = movement.RootElement.GetProperty("cause");
        if (!cause.TryGetProperty("source", out var source) || !cause.TryGetProperty("orderId", out var order)) return null;
        JsonElement? evaluation = null;
        await foreach (var stored in views.Log.ReadStreamAsync(program, $"order/{source.GetString()}/{order.GetString()}", 0, ct))
        {
            if (stored.Type != EventNames.Of(typeof(DiscountComputed))) continue;
            if (evaluation is not null && stored.Position > entry.Position) break;
            evaluation = EventJson.Data(stored.Data).GetProperty("evaluation");
        }

        return evaluation;
    }
}
