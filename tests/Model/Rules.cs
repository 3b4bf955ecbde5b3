namespace Ledger.Model;

internal sealed class Scope
{
    public HashSet<string> Kinds { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Skus { get; } = new(StringComparer.Ordinal);
    public HashSet<string> ExcludeSkus { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Categories { get; } = new(StringComparer.Ordinal);
    public HashSet<string> ExcludeCategories { get; } = new(StringComparer.Ordinal);

    public bool Covers(Line line) =>
        (Kinds.Count == 0 ? line.Kind == "merchandise" : Kinds.Contains(line.Kind))
        && (Skus.Count == 0 || Skus.Contains(line.Sku))
        && (Categories.Count == 0 || (line.Category != null && Categories.Contains(line.Category)))
        && !ExcludeSkus.Contains(line.Sku)
        && !(line.Category != null && ExcludeCategories.Contains(line.Category));
}

internal sealed record Window(string Kind, int Months);

internal sealed record PercentStep(Rational From, Rational Percent);

internal sealed class Tier
{
    public required string Id { get; init; }
    public required Rational From { get; init; }
    public required Rational Multiplier { get; init; }
    public required List<string> Perks { get; init; }
}

internal sealed class When
{
    public string Path { get; init; } = "";
    public List<string>? TierIn { get; set; }
    public List<string>? NotTierIn { get; set; }
    public List<string>? SegmentIn { get; set; }
    public List<string>? PerkIn { get; set; }
    public List<string>? MembershipIn { get; set; }
    public List<string>? PartnerIn { get; set; }
    public List<string>? ChannelIn { get; set; }
    public List<string>? WeekdayIn { get; set; }
    public int? TenureAtLeast { get; set; }
    public int? TenureBelow { get; set; }
    public int? OrdersAtLeast { get; set; }
    public int? OrdersBelow { get; set; }
    public decimal? NpsAtLeast { get; set; }
    public bool? ContactIsSet { get; set; }
    public Window? SpendWindow { get; set; }
    public Scope? SpendScope { get; set; }
    public Rational SpendAmount { get; set; }

    /// <summary>Asks about an order, which only orders and activities can answer.</summary>
    public bool AsksAboutAnOrder => PartnerIn != null || ChannelIn != null || ContactIsSet != null;
}

internal sealed class Discount
{
    public required string Id { get; init; }
    public required string Group { get; init; }
    public required string Kind { get; init; }
    public required Scope Scope { get; init; }
    public Rational Percent { get; init; }
    public Window? Window { get; init; }
    public bool IncludesCurrentOrder { get; init; }
    public List<PercentStep> Steps { get; init; } = [];
    public Dictionary<string, decimal> PercentByTier { get; init; } = [];
    public DateTimeOffset? ValidFrom { get; init; }
    public DateTimeOffset? ValidUntil { get; init; }
    public When? When { get; init; }
}

internal sealed class Earning
{
    public required string Id { get; init; }
    public Rational Points { get; init; }
    public Rational Per { get; init; }
    public required Scope Scope { get; init; }
    public bool TierMultiplier { get; init; }
    public bool ToContact { get; init; }
    public DateTimeOffset? ValidFrom { get; init; }
    public DateTimeOffset? ValidUntil { get; init; }
    public When? When { get; init; }
}

internal sealed record Expiry(int AfterMonths, bool EndOfMonth);

internal sealed class Activity
{
    public required string Id { get; init; }
    public required string Kind { get; init; }
    public Rational Points { get; init; }
    public bool ToContact { get; init; }
    public int? MaxPerContact { get; init; }
    public int? MaxPerAccount { get; init; }
    public required string Every { get; init; }
    public decimal? ScoreAtLeast { get; init; }
    public DateTimeOffset? ValidFrom { get; init; }
    public DateTimeOffset? ValidUntil { get; init; }
    public When? When { get; init; }
}

internal sealed class Rebate
{
    public required string Id { get; init; }
    public required string Period { get; init; }
    public required Scope Scope { get; init; }
    public bool Whole { get; init; }
    public int PayAfterDays { get; init; }
    public int? VoucherMonths { get; init; }
    public List<PercentStep> Steps { get; init; } = [];
}

internal sealed record Fund(string Id, Rational Percent, Scope Scope, Expiry? Expiry, int? ClaimDays);

internal sealed record Membership(string Id, decimal Fee, int Months, Rational Multiplier, List<string> Perks);

internal sealed record Perk(string Id, When? When, string? ActivationOn);

internal sealed record Segment(string Id, When When);

internal sealed record Partner(string Id, Rational PointCost, bool MayIssue, bool MayRedeem);

/// <summary>What can be bought or won. An amount is set for the kinds voucher, points and cashback, in points or money.</summary>
internal sealed record Reward(
    string Id,
    string Unit,
    decimal Cost,
    List<string> TierIn,
    int? Stock,
    string Kind,
    decimal Amount,
    int? VoucherMonths);

internal sealed record Milestone(string Id, Rational Every, Scope Scope, string Reward, int? Max);

/// <summary>A prize: an amount of points or cashback, or a reward.</summary>
internal sealed record Prize(int Rank, string? Unit, decimal Amount, string? Reward);

internal sealed class Challenge
{
    public required string Id { get; init; }
    public required string Period { get; init; }
    public required string Metric { get; init; }
    public Scope? Scope { get; init; }
    public int SettleAfterDays { get; init; }
    public When? Eligible { get; init; }
    public DateTimeOffset? ValidFrom { get; init; }
    public DateTimeOffset? ValidUntil { get; init; }
    public required List<Prize> Prizes { get; init; }
}

internal sealed record Draw(string Id, DateTimeOffset At, When? Eligible, int Prizes, Prize Prize);

internal sealed record Budget(Rational Amount, string Period);
