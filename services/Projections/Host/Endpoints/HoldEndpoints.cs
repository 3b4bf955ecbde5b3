using Ledger.Contracts.V1.Answers;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.States;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>Lists an account's holds, open and ended ones, by <c>state</c>, the latest first.</summary>
internal static class HoldEndpoints
{
    private static readonly AccountStates<(string Id, HoldRow Row)> OfAccount = new(
        "holds", $"t.hold_id, {HoldTable.Columns}", HoldStateNames.All, row => (row.GetString(0), HoldTable.Read(row, 1)),
        hold => hold.Row.Position, IsLatestFirst: true);

    public static void Map(IEndpointRouteBuilder program) =>
        program.MapGet("/accounts/{account}/holds", (HttpContext context, Views views) =>
                views.AnswerAsync(context, (snapshot, state, account, ct) => ListAsync(context, snapshot, state, account, ct)))
            .RequireScope(Scopes.AccountsRead, Scopes.SpendWrite)
            .Describe("listHolds", ApiTags.Accounts, "Lists an account's holds, the latest first").OfAccount().HasTag().HasPages()
            .Reads(StateFilter.Parameter(HoldStateNames.All)).Answers<HoldsAnswer>();

    private static Task<IResult> ListAsync(
        HttpContext context, Snapshot snapshot, QueriedProgram program, AccountState account, CancellationToken ct) =>
        OfAccount.AnswerAsync(
            context, snapshot, account,
            (holds, next) => new HoldsAnswer(
                account.AccountId, holds.ConvertAll(hold => Show(hold.Id, hold.Row, program.DigitsOf(hold.Row.Unit))), account.MergedInto,
                next),
            ct);

    private static HoldListed Show(string id, HoldRow row, int digits) => new(
        id, row.Owner, row.Unit, ValueFormat.Scaled(row.Amount, digits), HoldStateNames.NameOf(row.State), row.HeldAt, row.ExpiresAt,
        row.Captured is { } captured ? ValueFormat.Scaled(captured, digits) : null, row.Order, row.PartnerId, row.EndedAt);
}
