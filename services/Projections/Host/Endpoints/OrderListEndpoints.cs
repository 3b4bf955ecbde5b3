using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>
/// Lists orders as they now stand, of an account or of the program, optionally of one <c>source</c>; the last recorded come first.
/// </summary>
internal static class OrderListEndpoints
{
    private static readonly QueryParameter Source = new("source", "Only orders of this source.", typeof(string));

    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet("/orders", (HttpContext context, Views views) =>
                views.AnswerAsync(context, (snapshot, state, ct) => ListAsync(context, snapshot, state, ct)))
            .RequireScope(Scopes.AccountsRead, Scopes.OrdersWrite)
            .Describe("listOrders", ApiTags.Facts, "Lists the program's orders, the last recorded ones first").OfProgram().HasTag()
            .HasPages().Reads(Source).Answers<OrdersAnswer>();
        program.MapGet("/accounts/{account}/orders", (HttpContext context, Views views) =>
                views.AnswerAsync(context, (snapshot, state, account, ct) => OfAccountAsync(context, snapshot, state, account, ct)))
            .RequireScope(Scopes.AccountsRead, Scopes.OrdersWrite)
            .Describe("listOrdersOfAccount", ApiTags.Accounts, "Lists an account's orders, the last recorded ones first").OfAccount()
            .HasTag().HasPages().Reads(Source).Answers<OrdersAnswer>();
    }

    // Goes through the program's sources by the index and takes the last orders of each, so that neither other programs' orders nor older
    // ones are read. A program has few sources.
    private static async Task<IResult> ListAsync(HttpContext context, Snapshot snapshot, QueriedProgram program, CancellationToken ct)
    {
        if (Page.Read(context, out var page) is { } bad) return bad;
        var orders = $"{snapshot.Schema}.orders";
        var listed = await snapshot.Command(
                $"""
                with recursive sources as (
                  (select r.source from {orders} r where r.program = $1 and ($2 is null or r.source = $2) order by r.source limit 1)
                  union all
                  select (select r.source from {orders} r where r.program = $1 and r.source > s.source order by r.source limit 1)
                    from sources s where $2 is null and s.source is not null)
                select t.source, t.order_id, {Holder.Column}, {OrderTable.ColumnsOf("t")}
                  from (
                    select l.* from sources s cross join lateral (
                      select r.* from {orders} r where r.program = $1 and r.source = s.source and r.position < $3
                       order by r.position desc limit $4) l
                     order by l.position desc limit $4) t
                  {Holder.Joins(snapshot.Schema)}
                 order by t.position desc
                """,
                Snapshot.Value(program.Program), Snapshot.Value(SourceOf(context)), Snapshot.Value(page.Before), Snapshot.Value(page.Limit))
            .ListAsync(row => Show(row.GetString(0), row.GetString(1), row.GetString(2), OrderTable.Read(row, 3), program), ct);
        return Answer.Json(new OrdersAnswer(listed, Next: page.Next(context, listed.Count, listed.LastOrDefault()?.Position)));
    }

    private static async Task<IResult> OfAccountAsync(
        HttpContext context, Snapshot snapshot, QueriedProgram program, AccountState account, CancellationToken ct)
    {
        if (Page.Read(context, out var page) is { } bad) return bad;
        var listed = await snapshot.Command(
                $"""
                select o.source, o.order_id, {OrderTable.Columns} from {snapshot.Schema}.orders o
                 where o.account = any($1) and ($2 is null or o.source = $2) and o.position < $3 order by o.position desc limit $4
                """,
                Snapshot.Value<long[]>([.. account.Row.Numbers]), Snapshot.Value(SourceOf(context)), Snapshot.Value(page.Before),
                Snapshot.Value(page.Limit))
            .ListAsync(row => Show(row.GetString(0), row.GetString(1), account.AccountId, OrderTable.Read(row, 2), program), ct);
        return Answer.Json(new OrdersAnswer(
            listed, account.AccountId, account.MergedInto, page.Next(context, listed.Count, listed.LastOrDefault()?.Position)));
    }

    private static string? SourceOf(HttpContext context) => context.Request.Query["source"] is [{ Length: > 0 } source] ? source : null;

    private static OrderListed Show(string source, string orderId, string account, OrderRow row, QueriedProgram program)
    {
        var version = program.Catalog.Version(row.ProgramVersion);
        return new OrderListed(
            source, orderId, account, row.PlacedAt, row.Position, row.ProgramVersion, Exact(row.Gross), Exact(row.Net),
            Scaled(row.Entitled), Exact(row.Stated), Scaled(row.Variance), row.Points);

        decimal Exact(string value) => Scaled(ValueFormat.Rounded(value, version));
        decimal Scaled(decimal money) => ValueFormat.Scaled(money, version.MinorDigits);
    }
}
