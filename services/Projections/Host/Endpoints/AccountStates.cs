using Ledger.Hosting;
using Ledger.Projections.Host.Queries;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>
/// Lists an account's rows of one table by <c>state</c>, a page at a time, in the order they were recorded: those too that were recorded
/// for accounts that were merged into it.
/// </summary>
/// <param name="Table">Its name without the schema.</param>
/// <param name="Columns">What <paramref name="Read"/> reads of t; the first is the row's id.</param>
/// <param name="PositionOf">Of the event that recorded a row.</param>
/// <param name="IsLatestFirst">The list begins with what was recorded last.</param>
internal sealed record AccountStates<TRow>(
    string Table, string Columns, IReadOnlyList<string> States, Func<NpgsqlDataReader, TRow> Read, Func<TRow, long> PositionOf,
    bool IsLatestFirst)
{
    /// <summary>Answers a page of them.</summary>
    /// <param name="show">Makes the answer of the rows and the cursor of the next page.</param>
    public async Task<IResult> AnswerAsync<TAnswer>(
        HttpContext context, Snapshot snapshot, AccountState account, Func<List<TRow>, long?, TAnswer> show, CancellationToken ct)
        where TAnswer : notnull
    {
        if (Page.Read(context, out var page) is { } bad) return bad;
        if (StateFilter.Read(context, States, out var state) is { } problem) return problem;
        var (beyond, order, from) = IsLatestFirst ? ("<", "desc", page.Before) : (">", "asc", page.Number);
        var rows = await snapshot.Command(
                $"""
                select {Columns} from {snapshot.Schema}.{Table} t
                 where t.account = any($1) and t.position {beyond} $2 and ($3 is null or t.state = $3) order by t.position {order} limit $4
                """,
                Snapshot.Value<long[]>([.. account.Row.Numbers]), Snapshot.Value(from), Snapshot.Value(state), Snapshot.Value(page.Limit))
            .ListAsync(Read, ct);
        return Answer.Json(show(rows, page.Next(context, rows.Count, rows.Count == 0 ? null : PositionOf(rows[^1]))));
    }
}
