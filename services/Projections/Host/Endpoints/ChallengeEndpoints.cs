using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>
/// Challenges (mechanics.md §8): lists periods that run, wait for their close or are closed, and shows the ranks of one; they are final
/// once it is closed.
/// </summary>
internal static class ChallengeEndpoints
{
    public static void Map(IEndpointRouteBuilder program)
    {
        program.MapGet(
            "/challenges",
            (HttpContext context, Views views) => views.AnswerAsync(
                context, (snapshot, state, ct) => ListAsync(context, views, snapshot, state, ct)))
            .RequireScope(Scopes.AccountsRead)
            .Describe("listChallenges", ApiTags.Mechanics, "Lists the periods of challenges").OfProgram().HasPages(isNumeric: false)
            .Answers<ChallengesAnswer>();
        program.MapGet("/challenges/{id}/{period}", (HttpContext context, Views views) =>
            views.AnswerAsync(
                context, (snapshot, state, ct) => ShowAsync(context, views, snapshot, state, ct)))
            .RequireScope(Scopes.AccountsRead)
            .Describe("getChallenge", ApiTags.Mechanics, "Shows the ranks of a challenge's period").OfProgram()
            .Refuses(StatusCodes.Status404NotFound, "unknown_challenge").Answers<ChallengeAnswer>();
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, Views views, Snapshot snapshot, QueriedProgram program, CancellationToken ct)
    {
        if (Page.Read(context, out var page, isNumeric: false) is { } problem) return problem;
        var closed = await ClosedAsync(snapshot, program, ct);
        var now = program.Now(views.Time);
        var open = RunningChallenge.Periods(program.Catalog, now, closed.Select(one => (one.Challenge, one.Period)).ToHashSet());
        var all = closed.Select(one => Show(program, one.Challenge, one.Period, one.Row)).Concat(open.Select(held => Show(held, now)))
            .Select(one => one.Shown)
            .OrderBy(one => one.Challenge, StringComparer.Ordinal).ThenBy(one => one.Start)
            .SkipWhile(one => page.After is not null && string.CompareOrdinal(Cursor(one), page.After) <= 0)
            .Take(page.Limit).ToList();
        return Answer.Json(new ChallengesAnswer(all, page.Next(context, all.Count, all.Count == 0 ? null : Cursor(all[^1]))));
    }

    // Cursors sort like the list: a blank sorts before every character of an id, and the start's text sorts by time.
    private static string Cursor(ChallengeListed one) => $"{one.Challenge} {ValueFormat.Time(one.Start)}";

    private static async Task<IResult> ShowAsync(
        HttpContext context, Views views, Snapshot snapshot, QueriedProgram program, CancellationToken ct)
    {
        var (challenge, period) = (Segments.Id(context), Segments.Period(context));
        var closed = await ClosedAsync(snapshot, program, ct);
        var now = program.Now(views.Time);
        if (closed.Find(one => one.Challenge == challenge && one.Period == period) is { Row: { } row })
        {
            var final = await ClosedChallenge.ReadAsync(views, row.Position, ct);
            return Answer.Json(
                Show(Show(program, challenge, period, row), program.Catalog.Version(row.ProgramVersion), final.Ranks, final.Rest));
        }

        var open = RunningChallenge.Periods(program.Catalog, now, new HashSet<(string, string)>());
        if (open.FirstOrDefault(one => one.Challenge.Id == challenge && one.Period.Id == period) is { } held)
        {
            var table = await RunningChallenge.TableAsync(snapshot, program, held, ct);
            return Answer.Json(Show(Show(held, now), held.Version, RunningChallenge.Ranks(table, held.Challenge), table.Rest));
        }

        return Problem.Of(
            StatusCodes.Status404NotFound, "unknown_challenge",
            $"Challenge {challenge} has no period {period} in program {program.Program}.");
    }

    private static Task<List<(string Challenge, string Period, ChallengeRow Row)>> ClosedAsync(
        Snapshot snapshot, QueriedProgram program, CancellationToken ct) =>
        snapshot.Command(
                $"select t.challenge, t.period, {ClosedChallengeTable.Columns} from {snapshot.Schema}.challenges t where t.program = $1",
                Snapshot.Value(program.Program))
            .ListAsync(row => (row.GetString(0), row.GetString(1), ClosedChallengeTable.Read(row, 2)), ct);

    private static PeriodShown Show(QueriedProgram program, string challenge, string period, ChallengeRow row)
    {
        var version = program.Catalog.Version(row.ProgramVersion);
        var rule = version.Challenges.First(one => one.Id == challenge);
        return new PeriodShown(rule.Metric, new ChallengeListed(
            challenge, period, ChallengeStateNames.NameOf(ChallengeState.Closed), row.PeriodStart, row.PeriodEnd, row.ClosedAt,
            NameOf(rule.Metric), row.ProgramVersion, rule.Scope));
    }

    private static PeriodShown Show(ChallengePeriod held, DateTimeOffset now) => new(held.Challenge.Metric, new ChallengeListed(
        held.Challenge.Id, held.Period.Id,
        ChallengeStateNames.NameOf(now < held.Period.End ? ChallengeState.Running : ChallengeState.Settling),
        held.Period.Start, held.Period.End, held.ClosesAt, NameOf(held.Challenge.Metric), held.Version.Version, held.Challenge.Scope));

    private static ChallengeAnswer Show(PeriodShown period, ProgramVersion version, IEnumerable<ChallengeRank> ranks, long rest)
    {
        var shown = period.Shown;
        return new ChallengeAnswer(
            shown.Challenge, shown.Period, shown.State, shown.Start, shown.End, shown.ClosesAt, shown.Metric, shown.ProgramVersion,
            [.. ranks.Select(rank => new ChallengeRankShown(
                rank.Rank, rank.AccountId, ChallengeReport.Metric(version, period.Metric, rank.Metric), rank.Unit,
                rank is { Unit: { } unit, Amount: { } amount }
                    ? ValueFormat.Scaled(amount, Units.DigitsOf(unit, version.MinorDigits))
                    : null,
                rank.Reward))],
            rest, shown.Scope);
    }

    private static string NameOf(Metric metric) => metric switch
    {
        Metric.Spend => "spend",
        Metric.Orders => "orders",
        Metric.PointsAccrued => "points-accrued",
    };

    /// <summary>A period as answers show it, with its metric.</summary>
    private sealed record PeriodShown(Metric Metric, ChallengeListed Shown);
}
