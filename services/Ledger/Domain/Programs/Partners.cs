using Ledger.Domain.Orders;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Programs;

/// <summary>What the ledger decides about the partners of a coalition (mechanics.md §7).</summary>
internal static class Partners
{
    /// <summary>
    /// The refusal of a fact or command that names an unknown partner; null when the partner is known, and in a program without partners.
    /// </summary>
    public static Outcome? Refusal(ProgramVersion version, string? partner) =>
        partner is null || version.Partners.Count == 0 || version.PartnerOf(partner) is not null ? null
        : Outcome.Reject(Refusals.UnknownPartner, $"The program has no partner {partner}.");

    /// <summary>The refusal of spending with a partner; null when it is allowed.</summary>
    public static CommandEnd? RedemptionRefusal(ProgramVersion version, string? partner)
    {
        if (Refusal(version, partner) is { } unknown) return new CommandEnd(unknown);
        return version.PartnerOf(partner) is { MayRedeem: false }
            ? CommandEnd.Refuse(Refusals.PartnerMayNotRedeem, $"Nothing is redeemed with partner {partner}.")
            : null;
    }

    /// <summary>The partner whose books an order, activity or redemption posts to; null for the program's own books.</summary>
    public static string? FunderOf(ProgramVersion version, string? partner) => version.PartnerOf(partner)?.Id;
}
