using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Projections.Domain;

/// <summary>A month settled with a partner (mechanics.md §7).</summary>
/// <param name="Month">Local month: year × 12 + month − 1.</param>
/// <param name="Version">The version whose point cost and rounding it was settled with.</param>
/// <param name="PointCost">Money for which one point is settled.</param>
public sealed record PartnerSettled(
    string Partner, int Month, PartnerMonth Points, ProgramVersion Version, Exact PointCost, PartnerDue Due);

/// <summary>Settlements with partners, as reports and <c>partners.csv</c> show them.</summary>
public static class PartnerReport
{
    public const string Header = "partner,month,issued,reversed,redeemed,redemptionReversed,owedByPartner,owedToPartner,net";

    /// <summary>By the version in force at the month's start if it lists the partner, else by the latest one that does.</summary>
    /// <exception cref="InvalidOperationException">No version lists the partner.</exception>
    public static PartnerSettled Of(ProgramCatalog catalog, string partner, int month, PartnerMonth points)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var start = catalog.Versions[0].Calendar.StartOfMonth(month);
        var version = catalog.VersionForDueWork(start);
        if (version.EffectiveFrom > start || version.PartnerOf(partner) is null)
        {
            version = catalog.Versions.LastOrDefault(one => one.PartnerOf(partner) is not null)
                ?? throw new InvalidOperationException($"No version of program {catalog.Program} lists partner {partner}.");
        }

        var settled = version.PartnerOf(partner)!;
        return new PartnerSettled(partner, month, points, version, settled.PointCost, PartnerSettlement.Of(version, settled, points));
    }

    /// <summary>The fields of a line.</summary>
    public static string[] Row(PartnerSettled settled)
    {
        ArgumentNullException.ThrowIfNull(settled);
        var (points, due) = (settled.Points, settled.Due);
        return
        [
            settled.Partner, MonthText.Of(settled.Month), Whole(points.Issued), Whole(points.Reversed), Whole(points.Redeemed),
            Whole(points.RedemptionReversed), Money(due.OwedByPartner), Money(due.OwedToPartner), Money(due.Net),
        ];

        static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);
        string Money(decimal value) => Shown.Money(value, settled.Version.MinorDigits);
    }
}
