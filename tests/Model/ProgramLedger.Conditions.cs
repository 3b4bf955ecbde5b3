namespace Ledger.Model;

/// <summary>What a condition is judged at: a time, and what the order or activity says.</summary>
/// <param name="AsOf">Counts only orders that were placed by then: for a challenge that closes later than its period ends.</param>
internal sealed record Moment(
    DateTimeOffset At,
    string? Contact = null,
    string? Partner = null,
    IReadOnlyDictionary<string, string>? Tags = null,
    bool AsOf = false);

internal sealed partial class ProgramLedger
{
    private bool Holds(Account a, ProgramVersion v, When? w, Moment m)
    {
        if (w == null)
        {
            return true;
        }
        var p = m.At;
        string tier = v.Tiers[TierIn(a, v)].Id;
        int tenure = Tenure(a, v, p);
        int orders = a.Orders.Count(x => !m.AsOf || x.Now.PlacedAt <= p);
        return (w.TierIn == null || w.TierIn.Contains(tier))
            && (w.NotTierIn == null || !w.NotTierIn.Contains(tier))
            && (w.SegmentIn == null || w.SegmentIn.Exists(a.Segments.Contains))
            && (w.PerkIn == null || w.PerkIn.Exists(a.Perks.Contains))
            && (w.MembershipIn == null || w.MembershipIn.Exists(x => IsMember(a, x, p)))
            && (w.PartnerIn == null || (m.Partner != null && w.PartnerIn.Contains(m.Partner)))
            && (w.ChannelIn == null || (m.Tags?.GetValueOrDefault("channel") is { } channel && w.ChannelIn.Contains(channel)))
            && (w.TenureAtLeast == null || tenure >= w.TenureAtLeast)
            && (w.TenureBelow == null || tenure < w.TenureBelow)
            && (w.OrdersAtLeast == null || orders >= w.OrdersAtLeast)
            && (w.OrdersBelow == null || orders < w.OrdersBelow)
            && (w.SpendWindow == null || Metric(a, "spend", w.SpendScope, w.SpendWindow, v.Calendar.Month(p), v) >= w.SpendAmount)
            && (w.NpsAtLeast == null || LatestScore(a, p) >= w.NpsAtLeast)
            && (w.WeekdayIn == null || w.WeekdayIn.Contains(Weekdays[(int)v.Calendar.Local(p).DayOfWeek]))
            && (w.ContactIsSet == null || w.ContactIsSet == (m.Contact != null));
    }

    /// <summary>Whole local months since the first order was placed; 0 without one.</summary>
    private static int Tenure(Account a, ProgramVersion v, DateTimeOffset at) =>
        a.Orders.Count == 0 ? 0 : v.Calendar.WholeMonths(a.Orders.Min(x => x.Now.PlacedAt), at);

    private static bool IsMember(Account a, string membership, DateTimeOffset at) =>
        a.Terms.Exists(x => x.Membership == membership && x.ActiveAt(at));
}
