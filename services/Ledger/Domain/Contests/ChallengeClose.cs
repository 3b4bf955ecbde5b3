using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Deciding;
using Ledger.Domain.Mechanics;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Contests;

/// <summary>Closes a challenge's period: ranks the eligible accounts and says who wins what (mechanics.md §8).</summary>
public static class ChallengeClose
{
    /// <summary>An account's place in the contest; null where it is not eligible or its metric is not above 0.</summary>
    /// <param name="account">The account as recorded so far, with all due work up to the close carried out.</param>
    /// <param name="orders">All orders of the account; at least one is placed in the period.</param>
    public static Contender? ContenderOf(
        ProgramCatalog catalog, ChallengePeriod held, Account account, IReadOnlyCollection<OrderTally> orders)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(orders);
        var months = held.Period.Months;
        var metric = ChallengeRules.Metric(catalog, held, account.Measures);
        if (metric.Sign <= 0) return null;
        var last = ChallengeRules.LastInstant(held.Period);
        var standing = Standings.Of(catalog, held.Version, account, last) with { Orders = orders.Count(order => order.PlacedAt <= last) };
        if (!ChallengeRules.IsEligible(catalog, held, standing)) return null;
        var key = catalog.KeyOf(held.Version, held.Challenge.Scope);
        var lastAdded = orders
            .Where(order => months.Has(order.Month) && order.AddsTo(held.Challenge.Metric, key))
            .Select(order => order.PlacedAt)
            .DefaultIfEmpty(DateTimeOffset.MinValue)
            .Max();
        return new Contender(account.Id, metric, lastAdded);
    }

    /// <summary>The event that closes the period.</summary>
    public static ChallengeClosed Close(string program, ChallengePeriod held, ChallengeTable table, DateTimeOffset recordedAt)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(table);
        var prizes = held.Challenge.Prizes.ToDictionary(prize => prize.Rank, prize => prize.Prize);
        var ranks = table.Best.Select((contender, i) =>
                prizes.TryGetValue(i + 1, out var prize)
                    ? new ChallengeRank(
                        i + 1, contender.AccountId, contender.Metric, prize.Unit, prize.Unit is null ? null : prize.Amount, prize.Reward)
                    : new ChallengeRank(i + 1, contender.AccountId, contender.Metric));
        return new ChallengeClosed(
            program, held.Challenge.Id, held.Period.Id, held.Period.Start, held.Period.End, held.Version.Version, [.. ranks], table.Rest,
            held.ClosesAt, recordedAt);
    }

    /// <summary>The prizes, rank 1 first. The host sets the seed of a voucher's code.</summary>
    public static IEnumerable<(string Account, AwardPrize Award)> Awards(
        ChallengePeriod held, ChallengeTable table, DateTimeOffset recordedAt)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(table);
        return table.Prizes(held.Challenge).Select(won => (won.Winner.AccountId, new AwardPrize(
                held.Challenge.Id, won.Prize.Rank, won.Prize.Prize, held.Version.Version, held.ClosesAt, held.Period.Id, recordedAt,
                CodeSeed: "")));
    }
}
