using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>Finds the tier to which an account is entitled (domain.md §4.5).</summary>
public static class TierRules
{
    /// <summary>The version's qualification metric over the window that ends with a month.</summary>
    public static Exact Metric(ProgramCatalog c, ProgramVersion v, Measures m, int month)
    {
        ArgumentNullException.ThrowIfNull(c);
        ArgumentNullException.ThrowIfNull(v);
        ArgumentNullException.ThrowIfNull(m);
        var range = v.Qualification.Window.EndingWith(month);
        return v.Qualification.Metric switch
        {
            Rules.Domain.Program.Metric.Spend => m.Spend(c.KeyOf(v, v.Qualification.Scope), range),
            Rules.Domain.Program.Metric.Orders => m.Orders(c.KeyOf(v, v.Qualification.Scope), range),
            Rules.Domain.Program.Metric.PointsAccrued => m.Points(range),
        };
    }

    /// <summary>Position of the highest tier whose <c>from</c> is at or below the metric; the lowest tier for a metric below 0.</summary>
    public static int EntitledIndex(ProgramVersion v, Exact metric)
    {
        ArgumentNullException.ThrowIfNull(v);
        var index = 0;
        while (index + 1 < v.Tiers.Count && v.Tiers[index + 1].From <= metric) index++;
        return index;
    }

    /// <summary>
    /// The tier in a version that corresponds to a tier id: the same tier if the version has it, otherwise the highest tier whose
    /// <c>from</c> is not above that of the old tier (domain.md §3, several versions). The old tier is looked up in the latest earlier
    /// version that has it, then in the earliest later one (a back-dated order is judged by an older version than the tier's). An id that
    /// no version knows means the lowest tier.
    /// </summary>
    public static string InVersion(ProgramCatalog c, ProgramVersion v, string tierId)
    {
        ArgumentNullException.ThrowIfNull(c);
        ArgumentNullException.ThrowIfNull(v);
        if (v.TierIndex(tierId) >= 0) return tierId;
        ProgramVersion? origin = null;
        foreach (var other in c.Versions)
        {
            if (other.TierIndex(tierId) < 0) continue;
            if (other.Version < v.Version || origin is null) origin = other;
        }

        return origin is null ? v.Tiers[0].Id : v.Tiers[EntitledIndex(v, origin.Tiers[origin.TierIndex(tierId)].From)].Id;
    }
}
