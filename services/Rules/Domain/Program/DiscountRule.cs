using System.Collections.Frozen;
using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program;

/// <summary>How a discount rule determines its percent (domain.md §4.2).</summary>
public enum DiscountKind
{
    Fixed,
    Cumulative,
    Tier,
    OrderTotal,
    Promotion,
}

/// <summary>A rule that entitles lines in its scope to a percentage of their gross.</summary>
public sealed record DiscountRule
{
    public required string Id { get; init; }

    /// <summary>Within a group the highest percent wins a line.</summary>
    public required string Group { get; init; }

    public required DiscountKind Kind { get; init; }

    /// <summary>A scope's name; null is all merchandise.</summary>
    public string? Scope { get; init; }

    /// <summary>The percent of fixed and promotion rules.</summary>
    public Exact Percent { get; init; }

    /// <summary>The percents of tier rules; a tier that is not listed has 0.</summary>
    public FrozenDictionary<string, Exact> PercentByTier { get; init; } = FrozenDictionary<string, Exact>.Empty;

    /// <summary>The steps of cumulative and order-total rules, strictly ascending.</summary>
    public IReadOnlyList<Step> Steps { get; init; } = [];

    /// <summary>The window of cumulative rules.</summary>
    public Window? Window { get; init; }

    /// <summary>Whether the order's own scoped net counts too; for cumulative rules.</summary>
    public bool IncludesCurrentOrder { get; init; }

    public Validity Validity { get; init; } = Validity.Always;
}

/// <summary>A percentage from an amount on. The reached step is the highest at or below the metric.</summary>
public sealed record Step(Exact From, Exact Percent)
{
    /// <summary>Index of the reached step, -1 below the first.</summary>
    public static int Reached(IReadOnlyList<Step> steps, Exact metric)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var reached = -1;
        while (reached + 1 < steps.Count && steps[reached + 1].From <= metric) reached++;
        return reached;
    }
}

/// <summary>How the groups' percentages combine on a line, and their maximum.</summary>
public sealed record DiscountPolicy(Combine Combine, Exact MaxPercent);

/// <summary>How groups combine: added, compounded, or only the best.</summary>
public enum Combine
{
    Sum,
    Compound,
    Best,
}
