using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain;

/// <summary>The state before an order, as dates and conditions ask for it (domain.md §3, <c>when</c>).</summary>
internal sealed class StateBefore
{
    private readonly ProgramCatalog catalog;
    private readonly ProgramVersion version;
    private readonly EvaluateOrder order;
    private readonly Standing standing;
    private int? tenure;

    public StateBefore(ProgramCatalog catalog, ProgramVersion version, EvaluateOrder order, Standing standing)
    {
        this.catalog = catalog;
        this.version = version;
        this.order = order;
        this.standing = standing;
        Tier = TierRules.Carry(catalog, version, standing.Tier);
        Month = version.Calendar.MonthOf(order.PlacedAt);
    }

    /// <summary>The account's tier, in the terms of the version that judges the order.</summary>
    public string Tier { get; }

    /// <summary>The local month of placedAt.</summary>
    public int Month { get; }

    // An account without an order, or whose orders were all placed later, is in its first month.
    private int Tenure => tenure ??= standing.FirstOrderAt is { } first ? version.Calendar.WholeMonths(first, order.PlacedAt) : 0;

    /// <summary>Why a rule does not apply: its dates, else the first condition that fails; null when it applies.</summary>
    public string? Refuses(Validity validity)
    {
        if (validity.From is { } from && order.PlacedAt < from) return "not-yet-valid";
        if (validity.Until is { } until && order.PlacedAt >= until) return "no-longer-valid";
        return validity.When is { } when ? Refuses(when) : null;
    }

    private string? Refuses(Condition when)
    {
        if (when.TierIn.Count > 0 && !when.TierIn.Contains(Tier)) return "when.tierIn";
        if (when.NotTierIn.Contains(Tier)) return "when.notTierIn";
        if (when.ChannelIn.Count > 0 && !(Channel is { } channel && when.ChannelIn.Contains(channel))) return "when.channelIn";
        if (when.TenureMonthsAtLeast is { } tenureMin && Tenure < tenureMin) return "when.tenureMonthsAtLeast";
        if (when.TenureMonthsBelow is { } tenureEnd && Tenure >= tenureEnd) return "when.tenureMonthsBelow";
        if (when.OrdersAtLeast is { } ordersMin && standing.Orders < ordersMin) return "when.ordersAtLeast";
        if (when.OrdersBelow is { } ordersEnd && standing.Orders >= ordersEnd) return "when.ordersBelow";
        if (when.SpendAtLeast is { } spend && Spent(spend) < spend.Amount) return "when.spendAtLeast";
        if (when.WeekdayIn.Count > 0 && !when.WeekdayIn.Contains(version.Calendar.WeekdayOf(order.PlacedAt))) return "when.weekdayIn";
        return when.ContactIsSet is { } isSet && isSet != order.ContactId is not null ? "when.contactIsSet" : null;
    }

    private string? Channel => order.Tags?.GetValueOrDefault("channel");

    private Exact Spent(SpendAtLeast spend) => standing.Measures.Spend(catalog.KeyOf(version, spend.Scope), spend.Window.EndingWith(Month));
}
