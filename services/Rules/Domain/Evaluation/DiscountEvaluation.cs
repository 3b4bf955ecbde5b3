using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>The discount entitlement of an order (domain.md §4.2).</summary>
/// <param name="Percents">The capped percent of each pattern of the basket.</param>
/// <param name="Shares">Each line's share of the entitlement, money.</param>
internal sealed record DiscountEvaluation(decimal Entitled, Exact[] Percents, decimal[] Shares, DiscountOutcome[] Outcomes)
{
    public static DiscountEvaluation Of(VersionPlan plan, Basket basket, FrozenContext frozen)
    {
        var candidates = Candidates(plan, basket, frozen);
        var percents = new Exact[basket.Patterns.Count];
        Exact total = default;
        var groupBest = plan.Groups == 0 ? [] : new int[plan.Groups];
        for (var p = 0; p < percents.Length; p++)
        {
            var pattern = basket.Patterns[p];
            if (!pattern.Remains) continue;
            Compete(plan, candidates, pattern, groupBest);
            percents[p] = Exact.Min(Combined(plan.Version.DiscountPolicy.Combine, candidates, groupBest), plan.PercentMax);
            total += pattern.Gross * percents[p];
        }

        var version = plan.Version;
        var entitled = version.MoneyRounding.Round(total / 100, version.MinorDigits);
        var weights = new Exact[basket.Amounts.Length];
        for (var i = 0; i < weights.Length; i++) weights[i] = basket.Amounts[i].Gross * percents[basket.PatternOf[i]];
        return new DiscountEvaluation(
            entitled, percents, LargestRemainder.Share(entitled, version.MinorDigits, weights), Explained(plan, candidates));
    }

    private static Candidate[] Candidates(VersionPlan plan, Basket basket, FrozenContext frozen)
    {
        var candidates = new Candidate[plan.Discounts.Length];
        for (var i = 0; i < candidates.Length; i++)
        {
            var discount = plan.Discounts[i];
            candidates[i] = frozen.FailureOf(discount.Key) is { } reason ? new Candidate { Reason = reason }
                : !basket.Remains(discount.Scope) ? new Candidate { Reason = Reasons.NoLineInScope }
                : CandidateOf(discount, basket, frozen);
        }

        return candidates;
    }

    private static Candidate CandidateOf(DiscountPlan discount, Basket basket, FrozenContext frozen)
    {
        var rule = discount.Rule;
        switch (rule.Kind)
        {
            case DiscountKind.Fixed or DiscountKind.Promotion:
                return new Candidate(rule.Percent);
            case DiscountKind.Tier:
                return new Candidate(rule.PercentByTier.GetValueOrDefault(frozen.Tier));
            case DiscountKind.OrderTotal:
                return Stepped(rule.Steps, basket.Gross(discount.Scope));
            case DiscountKind.Cumulative:
                var before = frozen.MetricOf(discount.Key);
                return Stepped(rule.Steps, rule.IncludesCurrentOrder ? before + basket.Net(discount.Scope) : before);
            default:
                throw new InvalidOperationException($"There is no discount kind {rule.Kind}.");
        }
    }

    private static Candidate Stepped(IReadOnlyList<Step> steps, Exact metric)
    {
        var reached = Step.Reached(steps, metric);
        return reached < 0
            ? new Candidate { Metric = metric, Reason = Reasons.BelowFirstStep }
            : new Candidate(steps[reached].Percent) { Metric = metric };
    }

    // Within a group the highest percent wins; of equal ones the first in program order. Under "best" the groups compete too.
    private static void Compete(VersionPlan plan, Candidate[] candidates, Basket.Pattern pattern, int[] groupBest)
    {
        Array.Fill(groupBest, -1);
        for (var i = 0; i < candidates.Length; i++)
        {
            if (!candidates[i].Runs || !pattern.Scopes[plan.Discounts[i].Scope]) continue;
            ref var best = ref groupBest[plan.Discounts[i].Group];
            if (best < 0 || candidates[i].Percent!.Value > candidates[best].Percent!.Value) best = i;
        }

        if (plan.Version.DiscountPolicy.Combine == Combine.Best) KeepBest(candidates, groupBest);
        for (var i = 0; i < candidates.Length; i++)
        {
            if (!candidates[i].Runs || !pattern.Scopes[plan.Discounts[i].Scope]) continue;
            var winner = groupBest[plan.Discounts[i].Group];
            if (winner == i) candidates[i].Won = true;
            else candidates[i].Reason ??= plan.Discounts[winner].BeatenBy;
        }
    }

    // Only the best of the groups' best rules stays; every other one records which rule beat it.
    private static void KeepBest(Candidate[] candidates, int[] groupBest)
    {
        var best = -1;
        foreach (var i in groupBest)
        {
            if (i < 0) continue;
            var order = best < 0 ? 1 : candidates[i].Percent!.Value.CompareTo(candidates[best].Percent!.Value);
            if (order > 0 || (order == 0 && i < best)) best = i;
        }

        Array.Fill(groupBest, best);
    }

    private static Exact Combined(Combine combine, Candidate[] candidates, int[] groupBest)
    {
        Exact sum = default;
        var rest = Exact.One;
        foreach (var i in groupBest)
        {
            if (i < 0) continue;
            var percent = candidates[i].Percent!.Value;
            if (combine == Combine.Best) return percent;
            if (combine == Combine.Sum) sum += percent;
            else rest *= Exact.One - (percent / 100);
        }

        return combine == Combine.Compound ? (Exact.One - rest) * 100 : sum;
    }

    private static DiscountOutcome[] Explained(VersionPlan plan, Candidate[] candidates)
    {
        var outcomes = new DiscountOutcome[candidates.Length];
        for (var i = 0; i < outcomes.Length; i++)
        {
            var rule = plan.Discounts[i].Rule;
            ref var candidate = ref candidates[i];
            outcomes[i] = new DiscountOutcome(
                rule.Id, rule.Group, candidate.Won, candidate.Percent, candidate.Metric, candidate.Won ? null : candidate.Reason);
        }

        return outcomes;
    }

    /// <summary>The state of one rule in the competition for lines.</summary>
    private struct Candidate
    {
        public Candidate(Exact percent)
        {
            Percent = percent;
            if (percent.IsZero) Reason = Reasons.ZeroPercent;
            else Runs = true;
        }

        public Exact? Percent;
        public Exact? Metric;
        public bool Runs;
        public bool Won;
        public string? Reason;
    }
}
