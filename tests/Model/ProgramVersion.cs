namespace Ledger.Model;

/// <summary>One published edition of a program's rules.</summary>
internal sealed partial class ProgramVersion
{
    public required string Program { get; init; }
    public int Version { get; init; }
    public DateTimeOffset EffectiveFrom { get; init; }
    public required string Currency { get; init; }
    public int MoneyDigits { get; init; }
    public required string Zone { get; init; }
    public required Calendar Calendar { get; init; }
    public Rational PointValue { get; init; }
    public required string PointsRounding { get; init; }
    public required string MoneyRounding { get; init; }
    public Dictionary<string, Scope> Scopes { get; } = new(StringComparer.Ordinal);
    public Scope Merchandise { get; } = new();
    public string Metric { get; set; } = "spend";
    public Scope? MetricScope { get; set; }
    public Window MetricWindow { get; set; } = new("lifetime", 0);
    public List<Tier> Tiers { get; } = [];
    public string ReviewEvery { get; set; } = "never";
    public int GraceMonths { get; set; }
    public int MaxSteps { get; set; } = int.MaxValue;
    public List<Discount> Discounts { get; } = [];
    public string Combine { get; set; } = "sum";
    public Rational MaxPercent { get; set; } = Rational.From(100m);
    public List<Earning> Earnings { get; } = [];
    public List<Activity> Activities { get; } = [];
    public string ActivationOn { get; set; } = "placed";
    public int DelayDays { get; set; }
    public Expiry? PointsExpiry { get; set; }
    public string Negative { get; set; } = "arrears";
    public decimal MinPoints { get; set; } = 1;
    public Rational MaxOrderShare { get; set; } = Rational.From(100m);
    public int RestoreGraceDays { get; set; }
    public bool RestoreOnReturn { get; set; } = true;
    public int HoldMaxMinutes { get; set; } = 10080;
    public decimal? ApprovalPoints { get; set; }
    public decimal? ApprovalMoney { get; set; }
    public string Transfers { get; set; } = "none";
    public List<Reward> Rewards { get; } = [];
    public List<Rebate> Rebates { get; } = [];
    public List<Milestone> Milestones { get; } = [];
    public List<Fund> Funds { get; } = [];
    public List<Membership> Memberships { get; } = [];
    public List<Perk> Perks { get; } = [];
    public List<Segment> Segments { get; } = [];
    public List<Partner> Partners { get; } = [];
    public List<Challenge> Challenges { get; } = [];
    public List<Draw> Draws { get; } = [];
    public Budget? Budget { get; set; }

    /// <summary>The days before an expiry on which a notice is due.</summary>
    public List<int> NoticeDays { get; } = [];

    public DateTimeOffset? EarnUntil { get; set; }
    public DateTimeOffset? RedeemUntil { get; set; }

    /// <summary>Whether the version lists partners at all.</summary>
    public bool HasPartners { get; set; }

    public Rational ContactMaxShare { get; set; } = Rational.From(100m);
}
