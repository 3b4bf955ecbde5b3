using System.Collections.Frozen;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>What conditions are judged for: an order, an activity, or only a time.</summary>
/// <param name="At">placedAt, completedAt, or the time of judging.</param>
internal readonly record struct Occasion(
    DateTimeOffset At, string? ContactId = null, string? PartnerId = null, IReadOnlyDictionary<string, string>? Tags = null);

/// <summary>Judges dates and conditions with the state before an order or activity, or at a time (domain.md §3, <c>when</c>).</summary>
internal sealed class StateBefore
{
    private readonly ProgramCatalog catalog;
    private readonly ProgramVersion version;
    private readonly Occasion occasion;
    private readonly Standing standing;
    private int? tenure;

    public StateBefore(ProgramCatalog catalog, ProgramVersion version, Occasion occasion, Standing standing)
    {
        this.catalog = catalog;
        this.version = version;
        this.occasion = occasion;
        this.standing = standing;
        Tier = TierRules.InVersion(catalog, version, standing.Tier);
        Month = version.Calendar.MonthOf(occasion.At);
    }

    /// <summary>The account's tier, as a tier of the version that judges.</summary>
    public string Tier { get; }

    /// <summary>The local month of the occasion, which is the last month of every window.</summary>
    public int Month { get; }

    // The tenure of an account without orders, or whose orders were all placed later, is 0.
    private int Tenure => tenure ??= standing.FirstOrderAt is { } first ? version.Calendar.WholeMonths(first, occasion.At) : 0;

    private string? Channel => occasion.Tags?.GetValueOrDefault("channel");

    /// <summary>The reason why a rule does not apply: its dates, or the first condition that fails; null when it applies.</summary>
    public string? Refuses(Validity validity)
    {
        if (validity.From is { } from && occasion.At < from) return "not-yet-valid";
        if (validity.Until is { } until && occasion.At >= until) return "no-longer-valid";
        return validity.When is { } when ? Refuses(when) : null;
    }

    /// <summary>The first condition that fails, as a reason; null when all hold.</summary>
    public string? Refuses(Condition when)
    {
        if (when.TierIn.Count > 0 && !when.TierIn.Contains(Tier)) return "when.tierIn";
        if (when.NotTierIn.Contains(Tier)) return "when.notTierIn";
        if (HasNoneOf(when.SegmentIn, standing.Segments)) return "when.segmentIn";
        if (HasNoneOf(when.PerkIn, standing.Perks)) return "when.perkIn";
        if (HasNoneOf(when.MembershipIn, standing.Memberships)) return "when.membershipIn";
        if (when.PartnerIn.Count > 0 && !(occasion.PartnerId is { } partner && when.PartnerIn.Contains(partner))) return "when.partnerIn";
        if (when.ChannelIn.Count > 0 && !(Channel is { } channel && when.ChannelIn.Contains(channel))) return "when.channelIn";
        if (when.TenureMonthsAtLeast is { } tenureMin && Tenure < tenureMin) return "when.tenureMonthsAtLeast";
        if (when.TenureMonthsBelow is { } tenureEnd && Tenure >= tenureEnd) return "when.tenureMonthsBelow";
        if (when.OrdersAtLeast is { } ordersMin && standing.Orders < ordersMin) return "when.ordersAtLeast";
        if (when.OrdersBelow is { } ordersEnd && standing.Orders >= ordersEnd) return "when.ordersBelow";
        if (when.SpendAtLeast is { } spend && Spent(spend) < spend.Amount) return "when.spendAtLeast";
        if (when.NpsAtLeast is { } npsMin && !(standing.Nps >= npsMin)) return "when.npsAtLeast";
        if (when.WeekdayIn.Count > 0 && !when.WeekdayIn.Contains(version.Calendar.WeekdayOf(occasion.At))) return "when.weekdayIn";
        return when.ContactIsSet is { } isSet && isSet != occasion.ContactId is not null ? "when.contactIsSet" : null;
    }

    // An empty list does not restrict.
    private static bool HasNoneOf(FrozenSet<string> asked, IReadOnlyList<string> own)
    {
        if (asked.Count == 0) return false;
        for (var i = 0; i < own.Count; i++)
        {
            if (asked.Contains(own[i])) return false;
        }

        return true;
    }

    private Exact Spent(SpendAtLeast spend) => standing.Measures.Spend(catalog.KeyOf(version, spend.Scope), spend.Window.EndingWith(Month));
}
