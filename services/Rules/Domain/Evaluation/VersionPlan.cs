using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>Values of a version that are precomputed for evaluations: positions of scopes and groups, and rates.</summary>
internal sealed class VersionPlan
{
    private readonly Dictionary<string, int> scopeIndexes;

    public VersionPlan(ProgramVersion version, Dictionary<string, int> scopeIndexes, DateTimeOffset? clockThen)
    {
        ClockThen = clockThen;
        this.scopeIndexes = scopeIndexes;
        Version = version;
        var groups = version.Discounts.Select(rule => rule.Group).Distinct(StringComparer.Ordinal).ToList();
        Groups = groups.Count;
        Discounts = [.. version.Discounts.Select(rule => new DiscountPlan(
            rule, "discounts." + rule.Id, "beaten-by:" + rule.Id, ScopeIndex(rule.Scope), groups.IndexOf(rule.Group)))];
        Earning = [.. version.Earning.Select(rule => new EarningPlan(
            rule, "earning." + rule.Id, ScopeIndex(rule.Scope), (rule.Points / rule.Per).Reduced()))];
        Funds = [.. version.Funds.Select(fund => new FundPlan(fund, ScopeIndex(fund.Scope)))];
        PercentMax = Exact.Min(version.DiscountPolicy.MaxPercent, 100);
    }

    public ProgramVersion Version { get; }

    /// <summary>The program's manual clock when the version was published; null for a wall clock.</summary>
    public DateTimeOffset? ClockThen { get; }

    public int Groups { get; }

    public DiscountPlan[] Discounts { get; }

    public EarningPlan[] Earning { get; }

    public FundPlan[] Funds { get; }

    public Exact PercentMax { get; }

    /// <summary>Position of a scope in the catalog; null means all merchandise, which is first.</summary>
    public int ScopeIndex(string? name) => name is null ? 0 : scopeIndexes[name];
}

/// <param name="Key">The rule's name in a frozen context, with a prefix, because a discount and an earning rule may share an id.</param>
internal sealed record DiscountPlan(DiscountRule Rule, string Key, string BeatenBy, int Scope, int Group);

/// <param name="Key">The rule's name in a frozen context, with a prefix, because a discount and an earning rule may share an id.</param>
/// <param name="Rate">Points per unit of money before multipliers.</param>
internal sealed record EarningPlan(EarningRule Rule, string Key, int Scope, Exact Rate);

/// <param name="Scope">Position in the catalog's scopes.</param>
internal sealed record FundPlan(Fund Fund, int Scope);
