using System.Numerics;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>How many rewards of a milestone are due (mechanics.md §4).</summary>
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
    /// How many are issued now: as often as the milestone fits into the total, up to its maximum, less what was issued; never below 0, so a
    /// drop takes
    /// nothing back and blocks until the total has passed it again.
    /// </summary>
    /// <param name="issued">How many the account was given before.</param>
    /// <exception cref="OverflowException">More than 64 bits hold.</exception>
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
