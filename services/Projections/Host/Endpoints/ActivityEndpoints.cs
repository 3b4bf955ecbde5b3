using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>Lists the activities and memberships of an account (mechanics.md §2, §3), in the order they were recorded.</summary>
internal static class ActivityEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet("/accounts/{account}/activities", (HttpContext context, Views views) =>
                views.AnswerAsync(context, (snapshot, _, account, ct) => ActivitiesAsync(context, views, snapshot, account, ct)))
            .RequireScope(Scopes.AccountsRead)
            .Describe("listActivities", ApiTags.Mechanics, "Lists an account's activities").OfAccount().HasTag().HasPages()
            .Answers<ActivitiesAnswer>();
        program.MapGet("/accounts/{account}/memberships", (HttpContext context, Views views) =>
                views.AnswerAsync(context, (snapshot, state, account, ct) => MembershipsAsync(context, snapshot, state, account, ct)))
            .RequireScope(Scopes.AccountsRead)
            .Describe("listMemberships", ApiTags.Mechanics, "Lists an account's terms of memberships").OfAccount().HasTag().HasPages()
            .Answers<MembershipsAnswer>();
    }

    private static async Task<IResult> ActivitiesAsync(
        HttpContext context, Views views, Snapshot snapshot, AccountState account, CancellationToken ct)
    {
        if (Page.Read(context, out var page) is { } problem) return problem;
        var rows = await snapshot.Command(
                $"""
                select t.position, t.revoked_position from {snapshot.Schema}.activities t
                 where t.account = any($1) and t.position > $2 order by t.position limit $3
                """,
                Snapshot.Value<long[]>([.. account.Row.Numbers]), Snapshot.Value(page.Number), Snapshot.Value(page.Limit))
            .ListAsync(row => (Position: row.GetInt64(0), RevokedPosition: row.Int64OrNull(1)), ct);
        var stored = await views.Rows.ReadAsync(
            [.. rows.Select(row => row.Position), .. rows.Select(row => row.RevokedPosition).OfType<long>()], ct);
        var events = stored.ToDictionary(row => row.Position);
        var shown = rows.ConvertAll(row => Show(
            row.Position, Read<ActivityRecorded>(events[row.Position]),
            row.RevokedPosition is { } at ? Read<RevocationRecorded>(events[at]) : null));
        var next = page.Next(context, rows.Count, rows.LastOrDefault().Position);
        return Answer.Json(new ActivitiesAnswer(account.AccountId, shown, account.MergedInto, next));
    }

    private static ActivityListed Show(long position, ActivityRecorded activity, RevocationRecorded? revocation) => new(
        activity.ActivityId, activity.Activity, activity.CompletedAt, activity.Evaluation, activity.EffectiveAt, activity.RecordedAt,
        position, activity.ContactId, activity.PartnerId, activity.Score, activity.Reference, activity.Tags,
        revocation is null
            ? null
            : new ActivityRevocation(revocation.OccurredAt, revocation.Reason, revocation.EffectiveAt, revocation.RecordedAt));

    private static T Read<T>(LogRow row) => JsonSerializer.Deserialize<T>(row.Data, Wire.Options)!;

    private static async Task<IResult> MembershipsAsync(
        HttpContext context, Snapshot snapshot, QueriedProgram program, AccountState account, CancellationToken ct)
    {
        if (Page.Read(context, out var page) is { } problem) return problem;
        var terms = await snapshot.Command(
                $"""
                select t.purchase_id, {TermTable.Columns} from {snapshot.Schema}.terms t
                 where t.account = any($1) and t.position > $2 order by t.position limit $3
                """,
                Snapshot.Value<long[]>([.. account.Row.Numbers]), Snapshot.Value(page.Number), Snapshot.Value(page.Limit))
            .ListAsync(row => (Id: row.GetString(0), Row: TermTable.Read(row, 1)), ct);
        var clock = program.ClockOf(account.Row);
        var shown = terms.ConvertAll(term => Show(term.Id, term.Row, clock));
        var next = page.Next(context, terms.Count, terms.LastOrDefault().Row?.Position);
        return Answer.Json(new MembershipsAnswer(account.AccountId, clock, shown, account.MergedInto, next));
    }

    private static MembershipTerm Show(string id, TermRow row, DateTimeOffset clock) => new(
        id, row.Membership, row.PurchasedAt, row.Months, row.Start, row.End, row.Start <= clock && clock < row.End, row.Price,
        row.Currency, row.FeeVariance is { } variance ? Exact.Parse(variance) : null, row.OrderRef, row.RefundedAt, row.RefundReason);
}
