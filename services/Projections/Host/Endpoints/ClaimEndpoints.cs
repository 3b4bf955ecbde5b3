using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
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

/// <summary>
/// Claims on funds (mechanics.md §5): shows one, lists those of an account and those of the program by <c>state</c>, in the order they were
/// made.
/// </summary>
internal static class ClaimEndpoints
{
    private static readonly AccountStates<(string Id, ClaimRow Row)> OfAccount = new(
        "claims", $"t.claim_id, {ClaimTable.Columns}", ClaimStateNames.All, row => (row.GetString(0), ClaimTable.Read(row, 1)),
        claim => claim.Row.Position, IsLatestFirst: false);

    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet("/accounts/{account}/claims", (HttpContext context, Views views) =>
                views.AnswerAsync(context, (snapshot, state, account, ct) => OfAccountAsync(context, snapshot, state, account, ct)))
            .RequireScope(Scopes.AccountsRead, Scopes.FinanceRead)
            .Describe("listClaimsOfAccount", ApiTags.Mechanics, "Lists an account's claims on funds").OfAccount().HasTag().HasPages()
            .Reads(StateFilter.Parameter(ClaimStateNames.All)).Answers<ClaimsAnswer>();
        program.MapGet(
            "/claims",
            (HttpContext context, Views views) => views.AnswerAsync(
                context, (snapshot, state, ct) => ListAsync(context, snapshot, state, ct)))
            .RequireScope(Scopes.AccountsRead, Scopes.FinanceRead)
            .Describe("listClaims", ApiTags.Mechanics, "Lists the program's claims on funds").OfProgram().HasTag().HasPages()
            .Reads(StateFilter.Parameter(ClaimStateNames.All)).Answers<ClaimsAnswer>();
        program.MapGet(
            "/claims/{id}",
            (HttpContext context, Views views) => views.AnswerAsync(
                context, (snapshot, state, ct) => ShowAsync(context, snapshot, state, ct)))
            .RequireScope(Scopes.AccountsRead, Scopes.FinanceRead)
            .Describe("getClaim", ApiTags.Mechanics, "Shows a claim on a fund").OfProgram().HasTag()
            .Refuses(StatusCodes.Status404NotFound, "unknown_claim").Answers<ClaimAnswer>();
    }

    private static Task<IResult> OfAccountAsync(
        HttpContext context, Snapshot snapshot, QueriedProgram program, AccountState account, CancellationToken ct) =>
        OfAccount.AnswerAsync(
            context, snapshot, account,
            (claims, next) => new ClaimsAnswer(
                claims.ConvertAll(claim => Show(claim.Id, account.AccountId, claim.Row, program)), account.AccountId, account.MergedInto,
                next),
            ct);

    private static async Task<IResult> ListAsync(HttpContext context, Snapshot snapshot, QueriedProgram program, CancellationToken ct)
    {
        if (Page.Read(context, out var page) is { } bad) return bad;
        if (StateFilter.Read(context, ClaimStateNames.All, out var state) is { } problem) return problem;
        var claims = await snapshot.Command(
                $"""
                select t.claim_id, {Holder.Column}, {ClaimTable.Columns} from {snapshot.Schema}.claims t {Holder.Joins(snapshot.Schema)}
                 where t.program = $1 and t.position > $2 and ($3 is null or t.state = $3) order by t.position limit $4
                """,
                Snapshot.Value(program.Program), Snapshot.Value(page.Number), Snapshot.Value(state), Snapshot.Value(page.Limit))
            .ListAsync(Read, ct);
        return Answer.Json(new ClaimsAnswer(
            claims.ConvertAll(claim => Show(claim.Id, claim.Account, claim.Row, program)),
            Next: page.Next(context, claims.Count, claims.LastOrDefault().Row?.Position)));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, Snapshot snapshot, QueriedProgram program, CancellationToken ct)
    {
        var id = Segments.Id(context);
        var claims = await snapshot.Command(
                $"""
                select t.claim_id, {Holder.Column}, {ClaimTable.Columns} from {snapshot.Schema}.claims t {Holder.Joins(snapshot.Schema)}
                 where t.program = $1 and t.claim_id = $2
                """,
                Snapshot.Value(program.Program), Snapshot.Value(id))
            .ListAsync(Read, ct);
        return claims is [var claim]
            ? Answer.Json(Show(claim.Id, claim.Account, claim.Row, program))
            : Problem.Of(StatusCodes.Status404NotFound, "unknown_claim", $"There is no claim {id} in program {program.Program}.");
    }

    private static (string Id, string Account, ClaimRow Row) Read(Npgsql.NpgsqlDataReader row) =>
        (row.GetString(0), row.GetString(1), ClaimTable.Read(row, 2));

    private static ClaimAnswer Show(string id, string account, ClaimRow row, QueriedProgram program) => new(
        id, account, row.Fund, ValueFormat.Scaled(row.Amount, program.MinorDigits), row.Activity, row.Proofs, row.Reason, row.RequestedBy,
        row.RequestedAt, ClaimStateNames.NameOf(row.State), row.ExpiresAt,
        row.Approved is { } approved ? ValueFormat.Scaled(approved, program.MinorDigits) : null,
        row.DecidedAt, row.DecidedBy, row.Decision);
}
