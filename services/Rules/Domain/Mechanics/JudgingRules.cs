using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>The outcome of judging an account: what holds until it is judged again (mechanics.md §6).</summary>
/// <param name="Segments">In program order.</param>
/// <param name="Perks">In program order.</param>
/// <param name="Loyalty">true, latent, false or none.</param>
public sealed record Judgement(IReadOnlyList<string> Segments, IReadOnlyList<string> Perks, string Loyalty)
{
    /// <summary>Of an account that was never judged.</summary>
    public static Judgement Nothing { get; } = new([], [], LoyaltyRules.None);
}

/// <summary>Judges segments, then perks, then the loyalty kind, as one (mechanics.md §6).</summary>
public static class JudgingRules
{
    /// <summary>Whether a version judges accounts: it has something that asks for segments, perks or the loyalty kind.</summary>
    public static bool Judges(ProgramVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.Segments.Count > 0 || version.Perks.Count > 0 || version.Memberships.Count > 0 || version.Activities.Count > 0;
    }

    /// <summary>Whether the segments and perks of an account can change by nothing but time.</summary>
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

    /// <summary>What holds at a time.</summary>
    /// <param name="standing">The account's state then; its segments and perks are not looked at.</param>
    /// <param name="orders">Orders in the loyalty window, as <see cref="LoyaltyRules.Kind"/> has it.</param>
    public static Judgement Judge(ProgramCatalog catalog, ProgramVersion version, Standing standing, long orders, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(standing);
        var segments = SegmentRules.Judge(catalog, version, standing, at);
        var perks = PerkRules.Judge(catalog, version, standing with { Segments = segments, Perks = [] }, at);
        return new Judgement(segments, perks, LoyaltyRules.Kind(orders, standing.Nps));
    }
}
