using Ledger.Domain.Accounts;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Mechanics;

/// <summary>An account's standing as the rules need it (domain.md §4, mechanics.md §1 to §6).</summary>
internal static class Standings
{
    /// <param name="version">The version that judges.</param>
    /// <param name="at">
    /// The time of the order, activity or judging. Memberships and NPS are taken as of that time; everything else is as recorded so far.
    /// </param>
    public static Standing Of(ProgramCatalog catalog, ProgramVersion version, Account account, DateTimeOffset at)
    {
        var tier = account.Tier is { } held ? TierRules.InVersion(catalog, version, held) : version.Tiers[0].Id;
        var standing = new Standing(tier, account.Orders, account.FirstOrderAt, account.Measures);
        var mechanics = account.Mechanics;
        return mechanics == AccountMechanics.Empty ? standing : standing with
        {
            Segments = mechanics.Judged.Segments,
            Perks = mechanics.Judged.Perks,
            Memberships = MembershipTerms.Active(mechanics.TermsInOrder, at),
            Nps = mechanics.NpsAt(at),
        };
    }
}
