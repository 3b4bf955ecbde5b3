using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>Points that moved between a partner and the program in one local month of the effective time.</summary>
/// <param name="Issued">Credited by the partner's orders and activities.</param>
/// <param name="Reversed">Taken back of these credits, including what became arrears.</param>
/// <param name="Redeemed">Redeemed with the partner.</param>
/// <param name="RedemptionReversed">Given back of these redemptions.</param>
public sealed record PartnerMonth(long Issued, long Reversed, long Redeemed, long RedemptionReversed);

/// <summary>What a partner and the program owe each other for a month, in money, signed.</summary>
/// <param name="Net">OwedByPartner less OwedToPartner.</param>
public sealed record PartnerDue(decimal OwedByPartner, decimal OwedToPartner, decimal Net);

/// <summary>Settles a month with a partner (mechanics.md §7).</summary>
public static class PartnerSettlement
{
    /// <summary>Each side is rounded once, on its absolute value, by the money rule.</summary>
    /// <exception cref="OverflowException">An amount is beyond what a decimal holds.</exception>
    public static PartnerDue Of(ProgramVersion version, Partner partner, PartnerMonth month)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(partner);
        ArgumentNullException.ThrowIfNull(month);
        var owedBy = Money(version, partner, (Exact)month.Issued - month.Reversed);
        var owedTo = Money(version, partner, (Exact)month.Redeemed - month.RedemptionReversed);
        return new PartnerDue(owedBy, owedTo, owedBy - owedTo);
    }

    private static decimal Money(ProgramVersion version, Partner partner, Exact points)
    {
        var owed = points * partner.PointCost;
        var rounded = version.MoneyRounding.Round(owed.Sign < 0 ? -owed : owed, version.MinorDigits);
        return owed.Sign < 0 && rounded != 0 ? -rounded : rounded;
    }
}
