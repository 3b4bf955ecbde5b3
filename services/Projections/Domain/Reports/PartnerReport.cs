using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Projections.Domain.Reports;

/// <summary>A month settled with a partner (mechanics.md §7).</summary>
/// <param name="Month">Local month: year × 12 + month − 1.</param>
/// <param name="Version">The version whose point cost and rounding it was settled with.</param>
/// <param name="PointCost">Money for which one point is settled.</param>
public sealed record PartnerSettled(
    string Partner, int Month, PartnerMonth Points, ProgramVersion Version, Exact PointCost, PartnerDue Due);

/// <summary>Settlements with partners, as reports and <c>partners.csv</c> show them.</summary>
public static class PartnerReport
{
    /// <summary>The columns of the report, of a statement and of <c>partners.csv</c>.</summary>
    public static ReportTable<PartnerMonthSettled> Table { get; } = new ReportTable<PartnerMonthSettled>("partners")
        .Text("partner", line => line.Partner)
        .Text("month", line => line.Month)
        .Whole(FlowKindNames.Issued, line => line.Issued)
        .Whole(FlowKindNames.Reversed, line => line.Reversed)
        .Whole(FlowKindNames.Redeemed, line => line.Redeemed)
        .Whole(FlowKindNames.RedemptionReversed, line => line.RedemptionReversed)
        .Money("owedByPartner", line => line.OwedByPartner)
        .Money("owedToPartner", line => line.OwedToPartner)
        .Money("net", line => line.Net);

    /// <summary>
    /// Settles a month: by the version in force at the month's start if it lists the partner, else by the latest version that does.
    /// </summary>
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

    /// <summary>A settled month as it is shown.</summary>
    public static PartnerMonthSettled Show(PartnerSettled settled)
    {
        ArgumentNullException.ThrowIfNull(settled);
        var (points, due, digits) = (settled.Points, settled.Due, settled.Version.MinorDigits);
        return new PartnerMonthSettled(
            settled.Partner, MonthText.Of(settled.Month), points.Issued, points.Reversed, points.Redeemed, points.RedemptionReversed,
            settled.PointCost, ValueFormat.Scaled(due.OwedByPartner, digits), ValueFormat.Scaled(due.OwedToPartner, digits),
            ValueFormat.Scaled(due.Net, digits), settled.Version.Version);
    }
}
