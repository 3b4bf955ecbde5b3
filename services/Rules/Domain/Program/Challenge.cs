namespace Ledger.Rules.Domain.Program;

/// <summary>A ranking of accounts over a local period with prizes for its ranks (mechanics.md §8).</summary>
public sealed record Challenge
{
    public required string Id { get; init; }

    public required PeriodKind Period { get; init; }

    public required Metric Metric { get; init; }

    /// <summary>A scope's name; null: all merchandise and all orders. The metric points-accrued ignores it.</summary>
    public string? Scope { get; init; }

    /// <summary>Days of 24 hours from the end of a period to its close.</summary>
    public int SettleAfterDays { get; init; }

    /// <summary>The dates and the condition of eligibility. A period is held only if it is wholly within the dates.</summary>
    public Validity Validity { get; init; } = Validity.Always;

    /// <summary>The prizes by rank; a rank has at most one.</summary>
    public required IReadOnlyList<RankPrize> Prizes { get; init; }
}

/// <summary>The prize of one rank, from 1.</summary>
public sealed record RankPrize(int Rank, Prize Prize);

/// <summary>A prize: a reward, or an amount of points or cashback.</summary>
/// <param name="Unit">points or cashback; null for a reward.</param>
/// <param name="Amount">Above 0: whole points, or money with the currency's digits; 0 for a reward.</param>
/// <param name="Reward">A reward's id; null for an amount.</param>
public sealed record Prize(string? Unit, decimal Amount, string? Reward);
