using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>Decides what orders add to trade-marketing funds, and when funds and claims expire (mechanics.md §5).</summary>
public static class FundRules
{
    /// <summary>When a fund's lot of an order expires; null: never.</summary>
    public static DateTimeOffset? ExpiresAt(ProgramVersion version, Fund fund, DateTimeOffset placedAt)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(fund);
        return version.Calendar.ExpiryOf(placedAt, fund.Expiry);
    }

    /// <summary>When an undecided claim expires and its held money returns; null: never.</summary>
    public static DateTimeOffset? ClaimExpiresAt(Fund fund, DateTimeOffset requestedAt)
    {
        ArgumentNullException.ThrowIfNull(fund);
        return fund.ClaimDays is { } days ? Calendar.AddDays(requestedAt, days) : null;
    }

    /// <summary>For each fund round(scoped net × percent ÷ 100), whatever the order's partner; null in a program without funds.</summary>
    /// <param name="earningEnded">The order is placed in the program's wind-down.</param>
    internal static FundOutcome[]? Of(VersionPlan plan, Basket basket, bool earningEnded)
    {
        if (plan.Funds.Length == 0) return null;
        var outcomes = new FundOutcome[plan.Funds.Length];
        for (var i = 0; i < outcomes.Length; i++) outcomes[i] = Of(plan, plan.Funds[i], basket, earningEnded);
        return outcomes;
    }

    private static FundOutcome Of(VersionPlan plan, FundPlan planned, Basket basket, bool earningEnded)
    {
        var fund = planned.Fund;
        if (earningEnded) return new FundOutcome(fund.Id, false, Reason: Reasons.WindDown);
        if (!basket.Remains(planned.Scope)) return new FundOutcome(fund.Id, false, Reason: Reasons.NoLineInScope);
        var net = basket.Net(planned.Scope);
        var amount = plan.Version.MoneyRounding.Round(net * fund.Percent / 100, plan.Version.MinorDigits);
        return amount == 0
            ? new FundOutcome(fund.Id, false, net, fund.Percent, 0, Reasons.ZeroAmount)
            : new FundOutcome(fund.Id, true, net, fund.Percent, amount);
    }
}
