using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Numbers;

namespace Ledger.Rules.Domain.Program;

/// <summary>One edition of a program's rules, read and checked (domain.md §3). It never changes.</summary>
public sealed class ProgramVersion
{
    public required string Program { get; init; }

    public required int Version { get; init; }

    /// <summary>Orders placed from this instant on may be judged by this version.</summary>
    public required DateTimeOffset EffectiveFrom { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    /// <summary>Digits of the currency's minor unit: JPY 0, GBP 2, TND 3.</summary>
    public required int MinorDigits { get; init; }

    /// <summary>The calendar of the program's time zone.</summary>
    public required Calendar Calendar { get; init; }

    /// <summary>Money that one point is worth; 0 by default.</summary>
    public required Exact PointValue { get; init; }

    public required Rounding PointsRounding { get; init; }

    public required Rounding MoneyRounding { get; init; }

    public required IReadOnlyDictionary<string, Scope> Scopes { get; init; }

    public required Qualification Qualification { get; init; }

    /// <summary>Lowest first; never empty.</summary>
    public required IReadOnlyList<Tier> Tiers { get; init; }

    public required TierReview TierReview { get; init; }

    public required IReadOnlyList<DiscountRule> Discounts { get; init; }

    public required DiscountPolicy DiscountPolicy { get; init; }

    public required IReadOnlyList<EarningRule> Earning { get; init; }

    public required PointsPolicy Points { get; init; }

    public required IReadOnlyList<RebateRule> Rebates { get; init; }

    public RedemptionPolicy Redemption { get; init; } = RedemptionPolicy.Default;

    public AdjustmentPolicy Adjustments { get; init; } = AdjustmentPolicy.Default;

    public PeriodPolicy Periods { get; init; } = PeriodPolicy.Default;

    public TransferPolicy Transfers { get; init; }

    public IReadOnlyList<Reward> Rewards { get; init; } = [];

    public IReadOnlyList<ActivityRule> Activities { get; init; } = [];

    public IReadOnlyList<Membership> Memberships { get; init; } = [];

    public IReadOnlyList<Milestone> Milestones { get; init; } = [];

    public IReadOnlyList<Fund> Funds { get; init; } = [];

    public IReadOnlyList<Perk> Perks { get; init; } = [];

    public IReadOnlyList<Segment> Segments { get; init; } = [];

    /// <summary>The partners; if the list is empty, partners of orders are not checked.</summary>
    public IReadOnlyList<Partner> Partners { get; init; } = [];

    public IReadOnlyList<Challenge> Challenges { get; init; } = [];

    public IReadOnlyList<Draw> Draws { get; init; } = [];

    /// <summary>Days of 24 hours before a lot's expiry at which notices are due, longest first (mechanics.md §11).</summary>
    public IReadOnlyList<int> ExpiryNoticeDays { get; init; } = [];

    /// <summary>Null: no budget.</summary>
    public Budget? Budget { get; init; }

    /// <summary>Null: the program does not end.</summary>
    public WindDown? WindDown { get; init; }

    /// <summary>The most of an order's points that goes to contacts, rounded down; the rest goes to the account.</summary>
    public Exact ContactMaxSharePercent { get; init; } = 100;

    /// <summary>The reward with an id, or null.</summary>
    public Reward? RewardOf(string id) => Find(Rewards, id, static reward => reward.Id);

    /// <summary>The membership with an id, or null.</summary>
    public Membership? MembershipOf(string id) => Find(Memberships, id, static membership => membership.Id);

    /// <summary>The partner with an id, or null.</summary>
    public Partner? PartnerOf(string? id) => Find(Partners, id, static partner => partner.Id);

    /// <summary>The perk with an id, or null.</summary>
    public Perk? PerkOf(string id) => Find(Perks, id, static perk => perk.Id);

    /// <summary>The fund with an id, or null.</summary>
    public Fund? FundOf(string id) => Find(Funds, id, static fund => fund.Id);

    /// <summary>Position of a tier in <see cref="Tiers"/>, or -1.</summary>
    public int TierIndex(string tierId)
    {
        for (var i = 0; i < Tiers.Count; i++)
        {
            if (Tiers[i].Id == tierId) return i;
        }

        return -1;
    }

    private static T? Find<T>(IReadOnlyList<T> all, string? id, Func<T, string> idOf)
        where T : class
    {
        for (var i = 0; i < all.Count; i++)
        {
            if (idOf(all[i]) == id) return all[i];
        }

        return null;
    }
}
