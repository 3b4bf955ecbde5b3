using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Projections.Host.Queries;

/// <summary>Computes the ranks so far of challenge periods that are not closed (mechanics.md §8).</summary>
internal static class RunningChallenge
{
    // The longest period, in months.
    private const int MonthsMax = 12;

    /// <summary>The periods that have begun by a time and are not closed.</summary>
    /// <param name="closed">The closed periods, by challenge.</param>
    public static IEnumerable<ChallengePeriod> Periods(
        ProgramCatalog catalog, DateTimeOffset now, IReadOnlySet<(string Challenge, string Period)> closed)
    {
        if (catalog.Versions.All(version => version.Challenges.Count == 0)) return [];
        var settling = catalog.Versions.SelectMany(version => version.Challenges).Max(challenge => challenge.SettleAfterDays);
        var until = Calendar.AddDays(catalog.Versions[0].Calendar.AddMonths(now, MonthsMax + 1), settling);
        return ChallengeRules.ClosingIn(catalog, DateTimeOffset.MinValue, until)
            .Where(held => held.Period.Start <= now && !closed.Contains((held.Challenge.Id, held.Period.Id)));
    }

    /// <summary>
    /// The accounts ranked by the metric over their orders of the period so far. Accounts with equal metrics are ordered by id here; which
    /// of them reached the metric earlier is determined only at the close.
    /// </summary>
    public static async Task<ChallengeTable> TableAsync(
        Snapshot snapshot, QueriedProgram program, ChallengePeriod held, CancellationToken ct)
    {
        var table = new ChallengeTable();
        await snapshot.Command(
                $"""
                {EligibleAccounts.Select(snapshot.Schema, program.HasActivities, "$2")} and a.program = $1
                   and exists (select from {snapshot.Schema}.measures x where x.account = a.number and x.scope = '{ScopeDefinition.All}'
                     and x.month between $3 and $4)
                """,
                Snapshot.Value(program.Program), Snapshot.Value(ChallengeRules.LastInstant(held.Period).UtcDateTime),
                Snapshot.Value(held.Period.Months.From),
                Snapshot.Value(held.Period.Months.To))
            .EachAsync(
                row =>
                {
                    var (account, standing) = EligibleAccounts.Read(row);
                    if (!ChallengeRules.IsEligible(program.Catalog, held, standing)) return;
                    table.Add(
                        new Contender(account, ChallengeRules.Metric(program.Catalog, held, standing.Measures), DateTimeOffset.MinValue));
                },
                ct);
        return table;
    }

    /// <summary>The ranks of a table, with the prizes they would get.</summary>
    public static IEnumerable<ChallengeRank> Ranks(ChallengeTable table, Challenge challenge)
    {
        var prizes = challenge.Prizes.ToDictionary(prize => prize.Rank, prize => prize.Prize);
        return table.Best.Select((contender, index) => prizes.GetValueOrDefault(index + 1) is { } prize
            ? new ChallengeRank(
                index + 1, contender.AccountId, contender.Metric, prize.Unit, prize.Unit is null ? null : prize.Amount, prize.Reward)
            : new ChallengeRank(index + 1, contender.AccountId, contender.Metric));
    }
}
