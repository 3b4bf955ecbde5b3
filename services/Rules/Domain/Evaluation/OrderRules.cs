using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>What the rules give for an order as it now stands (domain.md §4.1 to §4.3, mechanics.md §5, §10, §11).</summary>
public static class OrderRules
{
    /// <summary>
    /// Evaluates an order. The first evaluation uses the standing to decide version, tier, window metrics and conditions, and freezes them;
    /// later evaluations reuse these and only take the order's lines anew.
    /// </summary>
    /// <param name="standing">The state before the order; null: the order contains it, or the account is new. Ignored for an order with a
    /// frozen context.</param>
    /// <exception cref="OverflowException">A result is beyond 64-bit points or what a decimal holds.</exception>
    /// <exception cref="KeyNotFoundException">The order's version is not published.</exception>
    public static OrderEvaluation Evaluate(ProgramCatalog catalog, EvaluateOrder order, Standing? standing)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(order);
        var plan = catalog.Plan(order.Frozen?.ProgramVersion ?? order.ProgramVersion);
        var frozen = order.Frozen is null
            ? Freezing.First(catalog, plan, order, standing ?? (order.Standing is null ? Newcomer() : Standing.FromMessage(order.Standing)))
            : Freezing.Later(catalog, order, order.Frozen);
        var closed = WindDownRules.EarningEnded(plan.Version, order.PlacedAt);
        var basket = Basket.Of(catalog.Scopes, order.Lines, frozen.Rate);
        var discounts = DiscountEvaluation.Of(plan, basket, frozen);
        // A contact with the id "account" has no wallet of its own, because that word names the account's wallets.
        var earning = EarningEvaluation.Of(plan, basket, frozen, order.ContactId == WalletOwners.Account ? null : order.ContactId);

        // Position 0 is "*", all merchandise.
        Exact gross = basket.Gross(0), net = basket.Net(0), stated = gross - net;
        var statedMoney = plan.Version.MoneyRounding.Round(stated, plan.Version.MinorDigits);
        return new OrderEvaluation(
            gross, net, discounts.Entitled, stated, discounts.Entitled - statedMoney, earning.Points,
            earning.Owners, Lines(order.Lines, basket, discounts, earning), discounts.Outcomes, earning.Outcomes,
            OrderMeasuring.All(catalog, basket, earning.Points, frozen, order.Lines, closed), frozen, FundRules.Of(plan, basket, closed));
    }

    private static Standing Newcomer() => new("", 0, null, new Measures());

    private static LineShare[] Lines(
        IReadOnlyList<EvaluatedLine> lines, Basket basket, DiscountEvaluation discounts, EarningEvaluation earning)
    {
        var remaining = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Remaining > 0) remaining++;
        }

        var shares = new LineShare[remaining];
        var next = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Remaining == 0) continue;
            shares[next++] = new LineShare(
                lines[i].LineId, discounts.Percents[basket.PatternOf[i]], discounts.Shares[i], earning.Shares[i]);
        }

        return shares;
    }
}
