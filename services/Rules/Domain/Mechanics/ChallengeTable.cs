using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Program;
using Ledger.Rules.Domain.Program.Parsing;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>An eligible account in a challenge's period.</summary>
/// <param name="Metric">The metric by which the account is ranked.</param>
/// <param name="LastAddedAt">The largest placedAt among the orders that add to the metric as they now stand.</param>
public sealed record Contender(string AccountId, Exact Metric, DateTimeOffset LastAddedAt);

/// <summary>
/// Ranks accounts (mechanics.md §8): metric descending, then the earlier <see cref="Contender.LastAddedAt"/>, then account id, ordinal;
/// every rank is one account. Accounts may be added in any order; only the best stay in memory, so memory does not grow with their number.
/// </summary>
public sealed class ChallengeTable
{
    /// <summary>The most ranks that a closed challenge shows.</summary>
    public const int RanksMax = Limits.RanksMax;

    private readonly SortedSet<Contender> best = new(ByRank.Instance);

    /// <summary>Number of ranked accounts.</summary>
    public long Ranked { get; private set; }

    /// <summary>Number of accounts ranked below those in <see cref="Best"/>.</summary>
    public long Rest => Ranked - best.Count;

    /// <summary>The best accounts, rank 1 first; at most <see cref="RanksMax"/>.</summary>
    public IReadOnlyCollection<Contender> Best => best;

    /// <summary>Ranks an account; an account whose metric is not above 0 is ignored. An account must be added only once.</summary>
    public void Add(Contender contender)
    {
        ArgumentNullException.ThrowIfNull(contender);
        if (contender.Metric.Sign <= 0) return;
        Ranked++;
        if (best.Count == RanksMax && ByRank.Instance.Compare(contender, best.Max) > 0) return;
        best.Add(contender);
        if (best.Count > RanksMax) best.Remove(best.Max!);
    }

    /// <summary>The prizes of the ranks that exist, rank 1 first.</summary>
    public IEnumerable<(RankPrize Prize, Contender Winner)> Prizes(Challenge challenge)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        var ranks = best.ToList();
        return challenge.Prizes.Where(prize => prize.Rank <= ranks.Count).Select(prize => (prize, ranks[prize.Rank - 1]));
    }

    private sealed class ByRank : IComparer<Contender>
    {
        public static readonly ByRank Instance = new();

        public int Compare(Contender? x, Contender? y)
        {
            var order = y!.Metric.CompareTo(x!.Metric);
            if (order == 0) order = x.LastAddedAt.CompareTo(y.LastAddedAt);
            return order == 0 ? string.CompareOrdinal(x.AccountId, y.AccountId) : order;
        }
    }
}
