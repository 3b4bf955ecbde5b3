using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Projections.Domain.Reports;

/// <summary>
/// The return of a program: its cost against net sales by month, tier and segment, and members' sales against their own a year before. The
/// amounts of each line are rounded once.
/// </summary>
public sealed class ProgramReturn(ProgramCatalog catalog)
{
    private readonly Dictionary<(int Month, string Tier, string? Segment), ReturnRow> lines = [];

    /// <summary>The columns of the report.</summary>
    public static ReportTable<ProgramReturnLine> Table { get; } = new ReportTable<ProgramReturnLine>("return")
        .Text("month", line => line.Month)
        .Text("tier", line => line.Tier)
        .Text("segment", line => line.Segment)
        .Whole("accounts", line => line.Accounts)
        .Whole("orders", line => line.Orders)
        .Money("net", line => line.Net)
        .Money("discount", line => line.Discount)
        .Whole("points", line => line.Points)
        .Money("pointsValue", line => line.PointsValue)
        .Money("rebates", line => line.Rebates)
        .Money("cost", line => line.Cost)
        .Whole("comparedAccounts", line => line.ComparedAccounts)
        .Money("comparedNet", line => line.ComparedNet)
        .Money("comparedNetYearBefore", line => line.ComparedNetYearBefore);

    /// <summary>Adds sums to the line of their month, tier and segment. Sums that are all 0 create no line.</summary>
    public void Add(ReturnChange sums)
    {
        if (sums.Sums == ReturnRow.Zero) return;
        var key = (sums.Month, sums.Tier ?? VersionOf(sums.Month).Tiers[0].Id, sums.Segment);
        lines[key] = lines.GetValueOrDefault(key) + sums.Sums;
    }

    /// <summary>
    /// The lines by month, tier (lowest first; those that the program no longer has last) and segment (all accounts first).
    /// </summary>
    public IReadOnlyList<ProgramReturnLine> Lines() =>
    [
        .. lines.OrderBy(line => line.Key.Month)
            .ThenBy(line => PlaceOf(line.Key.Tier)).ThenBy(line => line.Key.Tier, StringComparer.Ordinal)
            .ThenBy(line => line.Key.Segment, StringComparer.Ordinal)
            .Select(line => Show(line.Key.Month, line.Key.Tier, line.Key.Segment, line.Value)),
    ];

    private ProgramReturnLine Show(int month, string tier, string? segment, ReturnRow sums)
    {
        var version = VersionOf(month);
        var points = LiabilityValue.Of(version, Units.Points, sums.Points);
        return new ProgramReturnLine(
            MonthText.Of(month), tier, sums.Accounts, sums.Orders, Rounded(sums.Net), Scaled(sums.Discount), sums.Points, Scaled(points),
            Scaled(sums.Rebates), Scaled(sums.Discount + points + sums.Rebates), sums.ComparedAccounts, Rounded(sums.ComparedNet),
            Rounded(sums.ComparedNetYearBefore), segment);

        decimal Rounded(Exact money) => Scaled(ValueFormat.Rounded(money, version));
        decimal Scaled(decimal money) => ValueFormat.Scaled(money, version.MinorDigits);
    }

    private ProgramVersion VersionOf(int month) => catalog.VersionForDueWork(catalog.Versions[0].Calendar.StartOfMonth(month));

    private int PlaceOf(string tier)
    {
        var place = catalog.Versions[^1].TierIndex(tier);
        return place < 0 ? int.MaxValue : place;
    }
}
