using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Rules.Domain.Program;

namespace Ledger.Projections.Domain.Reports;

/// <summary>What one account did in one local month and in the same month a year before.</summary>
/// <param name="Month">Year × 12 + month − 1.</param>
/// <param name="Tier">At the end of the month; null: the lowest.</param>
/// <param name="Segments">As last judged.</param>
/// <param name="Orders">Placed in the month.</param>
/// <param name="Net">Net sales of merchandise, as the orders now stand.</param>
/// <param name="Discount">That the orders stated, money.</param>
/// <param name="Points">Evaluated points of the orders.</param>
/// <param name="Rebates">Of closed periods that ended with the month, money.</param>
/// <param name="OrdersYearBefore">Placed in the month a year before.</param>
public readonly record struct AccountMonth(
    int Month, string? Tier, IReadOnlyList<string> Segments, long Orders, Exact Net, decimal Discount, long Points, decimal Rebates,
    long OrdersYearBefore, Exact NetYearBefore);

/// <summary>
/// The return of a program: cost against net sales by month, tier and segment, and members against their own year before. Each line is
/// rounded once.
/// </summary>
public sealed class ProgramReturn(ProgramCatalog catalog)
{
    private readonly Dictionary<(int Month, string Tier, string? Segment), Sums> lines = [];

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

    private sealed class Sums
    {
        public long Accounts, Orders, Points, ComparedAccounts;
        public Exact Net, ComparedNet, ComparedNetYearBefore;
        public decimal Discount, Rebates;
    }

    /// <summary>Adds a month of an account: to its tier, and to each of its segments.</summary>
    public void Add(AccountMonth one)
    {
        var version = VersionOf(one.Month);
        var tier = one.Tier is null ? version.Tiers[0].Id : one.Tier;
        Add(one, tier, null);
        foreach (var segment in one.Segments) Add(one, tier, segment);
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

    private void Add(AccountMonth one, string tier, string? segment)
    {
        if (!lines.TryGetValue((one.Month, tier, segment), out var sums)) lines.Add((one.Month, tier, segment), sums = new Sums());
        if (one.Orders > 0) sums.Accounts++;
        sums.Orders += one.Orders;
        sums.Net += one.Net;
        sums.Discount += one.Discount;
        sums.Points += one.Points;
        sums.Rebates += one.Rebates;
        if (one.OrdersYearBefore == 0) return;
        sums.ComparedAccounts++;
        sums.ComparedNet += one.Net;
        sums.ComparedNetYearBefore += one.NetYearBefore;
    }

    private ProgramReturnLine Show(int month, string tier, string? segment, Sums sums)
    {
        var version = VersionOf(month);
        var points = LiabilityValue.Of(version, Shown.Points, sums.Points);
        return new ProgramReturnLine(
            MonthText.Of(month), tier, sums.Accounts, sums.Orders, Rounded(sums.Net), Scaled(sums.Discount), sums.Points, Scaled(points),
            Scaled(sums.Rebates), Scaled(sums.Discount + points + sums.Rebates), sums.ComparedAccounts, Rounded(sums.ComparedNet),
            Rounded(sums.ComparedNetYearBefore), segment);

        decimal Rounded(Exact money) => Scaled(Shown.Rounded(money, version));
        decimal Scaled(decimal money) => Shown.Scaled(money, version.MinorDigits);
    }

    private ProgramVersion VersionOf(int month) => catalog.VersionForDueWork(catalog.Versions[0].Calendar.StartOfMonth(month));

    private int PlaceOf(string tier)
    {
        var place = catalog.Versions[^1].TierIndex(tier);
        return place < 0 ? int.MaxValue : place;
    }
}
