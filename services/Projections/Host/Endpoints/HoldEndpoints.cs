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

/// <summary>Holds of an account, open and past ones by <c>state</c>, the latest first.</summary>
internal static class HoldEndpoints
{
    public static void Map(IEndpointRouteBuilder program) =>
        program.MapGet("/accounts/{account}/holds", (HttpContext context, Views views) =>
                views.AnswerAsync(context, (snapshot, state, account, ct) => ListAsync(context, snapshot, state, account, ct)))
            .RequireScope(Scopes.AccountsRead, Scopes.SpendWrite)
            .Describe("listHolds", ApiTags.Accounts, "Lists an account's holds, the latest first").OfAccount().HasTag().HasPages()
            .Reads(StateFilter.Parameter(HoldView.States)).Answers<HoldsAnswer>();

    private static async Task<IResult> ListAsync(
        HttpContext context, Snapshot snapshot, ProgramState program, AccountState account, CancellationToken ct)
    {
        if (Page.Read(context, out var page) is { } bad) return bad;
        if (StateFilter.Read(context, HoldView.States, out var state) is { } problem) return problem;
        var holds = await snapshot.Command(
                $"""
                select t.hold_id, {HoldTable.Columns} from {snapshot.Schema}.holds t
                 where t.account = any($1) and t.position < $2 and ($3 is null or t.state = $3) order by t.position desc limit $4
                """,
                Snapshot.Value<long[]>([.. account.Row.Numbers]), Snapshot.Value(page.Before), Snapshot.Value(state),
                Snapshot.Value(page.Limit))
            .ListAsync(row => (Id: row.GetString(0), Row: HoldTable.Read(row, 1)), ct);
        return Answer.Json(new HoldsAnswer(
            account.AccountId, holds.ConvertAll(hold => Show(hold.Id, hold.Row, program.DigitsOf(hold.Row.Unit))), account.MergedInto,
            page.Next(context, holds.Count, holds.LastOrDefault().Row?.Position)));
    }

    private static HoldListed Show(string id, HoldRow row, int digits) => new(
        id, row.Owner, row.Unit, Shown.Scaled(row.Amount, digits), row.State, row.HeldAt, row.ExpiresAt,
        row.Captured is { } captured ? Shown.Scaled(captured, digits) : null, row.Order, row.PartnerId, row.EndedAt);
}
