using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.States;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>
/// Lists grants of rewards (mechanics.md §4): of an account, and of the program by <c>state</c>, in the order they were issued.
/// </summary>
internal static class GrantEndpoints
{
    private static readonly AccountStates<(string Id, GrantRow Row)> OfAccount = new(
        "grants", $"t.grant_id, {GrantTable.Columns}", GrantStateNames.All, row => (row.GetString(0), GrantTable.Read(row, 1)),
        grant => grant.Row.Position, IsLatestFirst: false);

    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet("/accounts/{account}/grants", (HttpContext context, Views views) =>
            views.AnswerAsync(
                context, (snapshot, _, account, ct) => OfAccountAsync(context, snapshot, account, ct)))
            .RequireScope(Scopes.AccountsRead)
            .Describe("listGrantsOfAccount", ApiTags.Mechanics, "Lists the rewards that an account was granted").OfAccount().HasTag()
            .HasPages().Reads(StateFilter.Parameter(GrantStateNames.All)).Answers<GrantsAnswer>();
        program.MapGet("/grants", (HttpContext context, Views views) =>
            views.AnswerAsync(context, (snapshot, state, ct) => ListAsync(context, snapshot, state, ct)))
            .RequireScope(Scopes.AccountsRead)
            .Describe("listGrants", ApiTags.Mechanics, "Lists the rewards that were granted").OfProgram().HasTag().HasPages()
            .Reads(StateFilter.Parameter(GrantStateNames.All)).Answers<GrantsAnswer>();
    }

    private static Task<IResult> OfAccountAsync(HttpContext context, Snapshot snapshot, AccountState account, CancellationToken ct) =>
        OfAccount.AnswerAsync(
            context, snapshot, account,
            (grants, next) => new GrantsAnswer(
                grants.ConvertAll(grant => Show(grant.Id, account.AccountId, grant.Row)), account.AccountId, account.MergedInto, next),
            ct);

    private static async Task<IResult> ListAsync(HttpContext context, Snapshot snapshot, QueriedProgram program, CancellationToken ct)
    {
        if (Page.Read(context, out var page) is { } bad) return bad;
        if (StateFilter.Read(context, GrantStateNames.All, out var state) is { } problem) return problem;
        var grants = await snapshot.Command(
                $"""
                select t.grant_id, {Holder.Column}, {GrantTable.Columns} from {snapshot.Schema}.grants t {Holder.Joins(snapshot.Schema)}
                 where t.program = $1 and t.position > $2 and ($3 is null or t.state = $3) order by t.position limit $4
                """,
                Snapshot.Value(program.Program), Snapshot.Value(page.Number), Snapshot.Value(state), Snapshot.Value(page.Limit))
            .ListAsync(row => (Id: row.GetString(0), Account: row.GetString(1), Row: GrantTable.Read(row, 2)), ct);
        return Answer.Json(new GrantsAnswer(
            grants.ConvertAll(grant => Show(grant.Id, grant.Account, grant.Row)),
            Next: page.Next(context, grants.Count, grants.LastOrDefault().Row?.Position)));
    }

    private static GrantListed Show(string id, string account, GrantRow row) => new(
        id, account, row.Rule, row.Number, row.Reward, GrantStateNames.NameOf(row.State), row.ProgramVersion, row.GrantedAt, row.Period,
        row.Voucher, row.DecidedAt, row.DecidedBy, row.Reference, row.Reason);
}
