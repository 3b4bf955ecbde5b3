using Ledger.Hosting;
using Ledger.Projections.Host.Queries;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>
/// Lists an account's rows of one table, filtered by <c>state</c>, page by page, in the order they were recorded. Rows of accounts that
/// were merged into it are included.
/// </summary>
/// <param name="Table">The table's name without the schema.</param>
/// <param name="Columns">The select list that <paramref name="Read"/> reads, with table alias t; the first column is the row's id.</param>
/// <param name="PositionOf">Gets the position of the event that recorded a row.</param>
/// <param name="IsLatestFirst">Whether the list begins with the row recorded last.</param>
internal sealed record AccountStates<TRow>(
    string Table, string Columns, IReadOnlyList<string> States, Func<NpgsqlDataReader, TRow> Read, Func<TRow, long> PositionOf,
    bool IsLatestFirst)
{
    /// <summary>Answers with a page of rows.</summary>
    /// <param name="show">Makes the answer from the rows and the next page's cursor.</param>
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
