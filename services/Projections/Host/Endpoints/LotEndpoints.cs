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

/// <summary>Lists an account's lots: those with value left, or with <c>all=true</c> all of them.</summary>
internal static class LotEndpoints
{
    public static void Map(IEndpointRouteBuilder program) => program.MapGet(
        "/accounts/{account}/lots",
        (HttpContext context, Views views) => views.AnswerAsync(
            context, (snapshot, state, account, ct) => ListAsync(context, snapshot, state, account, ct)))
        .RequireScope(Scopes.AccountsRead)
        .Describe("listLots", ApiTags.Accounts, "Lists an account's lots with their dates").OfAccount().HasTag().HasPages()
        .Reads(QueryParameters.All).Answers<LotsAnswer>();

    private static async Task<IResult> ListAsync(
        HttpContext context, Snapshot snapshot, QueriedProgram program, AccountState account, CancellationToken ct)
    {
        if (Page.Read(context, out var page) is { } problem) return problem;
        var all = context.Request.Query["all"] is ["true"];
        var lots = await snapshot.Command(
                $"""
                select l.lot, {LotTable.Columns} from {snapshot.Schema}.lots l
                 where l.account = $1 and l.lot > $2 and ($3 or l.pending <> 0 or l.available <> 0 or l.held <> 0)
                 order by l.lot limit $4
                """,
                Snapshot.Value(account.Row.Number), Snapshot.Value(page.Number), Snapshot.Value(all), Snapshot.Value(page.Limit))
            .ListAsync(row => (Lot: row.GetInt64(0), Row: LotTable.Read(row, 1)), ct);
        return Answer.Json(new LotsAnswer(
            account.AccountId,
            lots.ConvertAll(lot => Show(lot.Lot, lot.Row, program.DigitsOf(lot.Row.Unit))), account.MergedInto,
            page.Next(context, lots.Count, lots.LastOrDefault().Lot)));
    }

    private static LotListed Show(long lot, LotRow row, int digits) => new(
        lot, row.Owner, row.Unit, ValueFormat.Scaled(row.Left.Pending, digits), ValueFormat.Scaled(row.Left.Unheld, digits),
        ValueFormat.Scaled(row.Left.Held, digits), row.OpenedAt, row.ActivatesAt, row.ExpiresAt, row.Order, row.Rebate, row.Activity,
        row.Fund);
}
