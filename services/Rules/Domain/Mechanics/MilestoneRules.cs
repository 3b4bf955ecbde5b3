using System.Numerics;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>Decides how many rewards of a milestone are due (mechanics.md §4).</summary>
public static class MilestoneRules
{
    /// <summary>Exact scoped net of all the account's orders as they now stand, without those of a program's wind-down.</summary>
    public static Exact Total(ProgramCatalog catalog, ProgramVersion version, Milestone milestone, Measures measures)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(milestone);
        return WindDownRules.CountedSpend(measures, catalog.KeyOf(version, milestone.Scope), new MonthRange(int.MinValue, int.MaxValue));
    }

    /// <summary>
    /// The number of rewards to issue now: floor(total ÷ every), up to the maximum, less those issued before; never below 0. So a drop
    /// takes nothing back, and no reward is due until the total has made up for it.
    /// </summary>
    /// <param name="issued">Number of rewards issued before.</param>
    /// <exception cref="OverflowException">The number exceeds 64 bits.</exception>
    public static long Due(Milestone milestone, Exact total, long issued)
    {
        ArgumentNullException.ThrowIfNull(milestone);
        ArgumentOutOfRangeException.ThrowIfNegative(issued);
        if (total.Sign <= 0) return 0;
        var reached = (total / milestone.Every).Floor();
        if (milestone.Max is { } max) reached = BigInteger.Min(reached, max);
        return (long)BigInteger.Max(reached - issued, 0);
    }
}
