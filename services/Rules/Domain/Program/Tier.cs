using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program;

/// <summary>A level of the program, reached when the qualification metric is at or above <paramref name="From"/>.</summary>
/// <param name="Perks">Ids of perks that belong to the tier (mechanics.md §6).</param>
public sealed record Tier(string Id, Exact From, Exact PointsMultiplier, IReadOnlyList<string> Perks);

/// <summary>When and how tiers are reviewed (domain.md §4, tier review).</summary>
/// <param name="MaxSteps">The most tiers by which one review lowers an account; null: no limit.</param>
public sealed record TierReview(ReviewEvery Every, int GraceMonths, int? MaxSteps);

/// <summary>The local boundaries at which tiers are reviewed.</summary>
public enum ReviewEvery
{
    Month,
    Year,
    Never,
}
