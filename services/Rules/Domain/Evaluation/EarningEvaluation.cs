using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>The points of an order (domain.md §4.3).</summary>
/// <param name="Shares">Each line's share of the points, summed over the rules.</param>
internal sealed record EarningEvaluation(long Points, IReadOnlyList<OwnerPoints> Owners, long[] Shares, EarningOutcome[] Outcomes)
{
    public static EarningEvaluation Of(VersionPlan plan, Basket basket, FrozenContext frozen, string? contactId)
    {
        long total = 0, ofContact = 0;
        var shares = new long[basket.Amounts.Length];
        var outcomes = new EarningOutcome[plan.Earning.Length];
        for (var i = 0; i < outcomes.Length; i++)
        {
            var earning = plan.Earning[i];
            var outcome = Outcome(plan, earning, basket, frozen, contactId);
            outcomes[i] = outcome;
            if (outcome.Points == 0) continue;
            total += outcome.Points;
            if (outcome.Owner != WalletOwners.Account) ofContact += outcome.Points;
            ShareOut(outcome.Points, earning.Scope, basket, shares);
        }

        return new EarningEvaluation(
            total, OwnerSplit.Of(total, ofContact, contactId, plan.Version.ContactMaxSharePercent), shares, outcomes);
    }

    private static EarningOutcome Outcome(VersionPlan plan, EarningPlan earning, Basket basket, FrozenContext frozen, string? contactId)
    {
        var rule = earning.Rule;
        if (frozen.FailureOf(earning.Key) is { } reason) return new EarningOutcome(rule.Id, false, Reason: reason);
        if (!basket.Remains(earning.Scope)) return new EarningOutcome(rule.Id, false, Reason: Reasons.NoLineInScope);
        var net = basket.Net(earning.Scope);
        var rate = rule.TierMultiplier ? earning.Rate * frozen.TierMultiplier : earning.Rate;
        var points = plan.Version.PointsRounding.RoundPoints(net * rate);
        var owner = rule.Owner.WalletOwner(contactId);
        return points == 0
            ? new EarningOutcome(rule.Id, false, owner, net, rate, 0, Reasons.ZeroPoints)
            : new EarningOutcome(rule.Id, true, owner, net, rate, points);
    }

    private static void ShareOut(long points, int scope, Basket basket, long[] shares)
    {
        var weights = new Exact[shares.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            if (basket.Patterns[basket.PatternOf[i]].Scopes[scope]) weights[i] = basket.Amounts[i].Net;
        }

        var parts = LargestRemainder.Share(points, weights);
        for (var i = 0; i < parts.Length; i++) shares[i] += parts[i];
    }
}
