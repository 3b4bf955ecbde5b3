using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program;

/// <summary>A level of the program, reached when the qualification metric is at or above <paramref name="From"/>.</summary>
/// <param name="Perks">Ids of perks that come with it (mechanics.md §6).</param>
public sealed record Tier(string Id, Exact From, Exact PointsMultiplier, IReadOnlyList<string> Perks);

/// <summary>When tiers are reviewed and how gently (domain.md §4, tier review).</summary>
/// <param name="MaxSteps">Most tiers one review takes away; null without limit.</param>
public sealed record TierReview(ReviewEvery Every, int GraceMonths, int? MaxSteps);

/// <summary>At which local boundaries tiers are reviewed.</summary>
public enum ReviewEvery
{
    Month,
    Year,
    Never,
}
