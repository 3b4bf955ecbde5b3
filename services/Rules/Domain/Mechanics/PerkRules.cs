using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>Judges which perks an account holds (mechanics.md §6).</summary>
public static class PerkRules
{
    /// <summary>
    /// The perks held at a time, in program order: the condition holds, and, where any tier or membership of the program lists the perk,
    /// the account's
    /// tier or an active membership of it does.
    /// </summary>
    /// <param name="standing">The account's state then, with the segments of the same judging.</param>
    public static IReadOnlyList<string> Judge(ProgramCatalog catalog, ProgramVersion version, Standing standing, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(standing);
        if (version.Perks.Count == 0) return [];
        var state = new StateBefore(catalog, version, new Occasion(at), standing);
        var tier = version.Tiers[version.TierIndex(state.Tier)];
        var held = new List<string>();
        foreach (var perk in version.Perks)
        {
            if (IsOpen(version, perk.Id, tier, standing) && (perk.When is null || state.Refuses(perk.When) is null)) held.Add(perk.Id);
        }

        return held;
    }

    private static bool IsOpen(ProgramVersion version, string perk, Tier tier, Standing standing)
    {
        if (tier.Perks.Contains(perk)) return true;
        var listed = version.Tiers.Any(other => other.Perks.Contains(perk));
        foreach (var membership in version.Memberships)
        {
            if (!membership.Perks.Contains(perk)) continue;
            if (standing.Memberships.Contains(membership.Id)) return true;
            listed = true;
        }

        return !listed;
    }
}
