using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>The outcome of judging an account, valid until it is judged again (mechanics.md §6).</summary>
/// <param name="Segments">In program order.</param>
/// <param name="Perks">In program order.</param>
public sealed record Judgement(IReadOnlyList<string> Segments, IReadOnlyList<string> Perks, LoyaltyKind Loyalty)
{
    /// <summary>The judgement of an account that was never judged.</summary>
    public static Judgement Nothing { get; } = new([], [], LoyaltyKind.None);
}

/// <summary>Judges an account's segments, then perks, then loyalty kind (mechanics.md §6).</summary>
public static class JudgingRules
{
    /// <summary>Whether a version judges accounts: it has segments or perks, or needs the loyalty kind.</summary>
    public static bool Judges(ProgramVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.Segments.Count > 0 || version.Perks.Count > 0 || version.Memberships.Count > 0 || version.Activities.Count > 0;
    }

    /// <summary>Whether an account's segments and perks can change by time alone, without a fact.</summary>
    /// <param name="hasTerms">Whether the account ever bought a term of a membership.</param>
    public static bool DependOnTime(ProgramVersion version, bool hasTerms)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.Segments.Any(segment => DependsOnTime(segment.When, hasTerms))
            || version.Perks.Any(perk => DependsOnTime(perk.When, hasTerms))
            || (hasTerms && version.Memberships.Any(membership => membership.Perks.Count > 0));
    }

    private static bool DependsOnTime(Condition? when, bool hasTerms) =>
        when is not null && (when.TenureMonthsAtLeast is not null || when.TenureMonthsBelow is not null || when.WeekdayIn.Count > 0
            || when.SpendAtLeast is not null || (hasTerms && when.MembershipIn.Count > 0));

    /// <summary>Judges an account at a time.</summary>
    /// <param name="standing">The account's state at that time; its segments and perks are ignored.</param>
    /// <param name="orders">Number of orders in the loyalty window, as in <see cref="LoyaltyRules.Kind"/>.</param>
    public static Judgement Judge(ProgramCatalog catalog, ProgramVersion version, Standing standing, long orders, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(standing);
        var segments = SegmentRules.Judge(catalog, version, standing, at);
        var perks = PerkRules.Judge(catalog, version, standing with { Segments = segments, Perks = [] }, at);
        return new Judgement(segments, perks, LoyaltyRules.Kind(orders, standing.Nps));
    }
}
