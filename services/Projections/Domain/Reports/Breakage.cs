using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Projections.Domain.Reports;

/// <summary>What is expected to become of value of one age.</summary>
/// <param name="Expires">The share that expires some day, 0 to 1.</param>
/// <param name="Unknown">The share that is left at the oldest age with data, 0 to 1.</param>
/// <param name="StandardError">The standard error of <paramref name="Expires"/>.</param>
public readonly record struct BreakageFate(double Expires, double Unknown, double StandardError);

/// <summary>
/// Expected breakage: the part of what is left in lots that will expire, as past lots of the same unit and tier did. <para> The method is
/// the cumulative incidence of competing risks (Aalen–Johansen) by age in months, weighted by amount. For all lots that were observed
/// through age k, R is the amount at risk: what was left when the month began, and what came in during it. U, E and W are what was used,
/// expired and withdrawn of it. Value of age a survives to age k with S = Π (1 − (U + E + W) ÷ R) over a … k − 1, and expires some day with
/// P(a) = Σ S × E ÷ R over k ≥ a. The current month is not over, so it is not used, and what is left in it is censored. Beyond the oldest
/// age with data nothing is assumed to expire: the share S that is left there is reported as unknown. </para> <para> The standard error is
/// that of a share in a sample of n equally large lots, √(P (1 − P) ÷ n), where n = (Σ r)² ÷ Σ r² is Kish's effective number of the lots at
/// risk at the age. It measures the spread among such lots, not a change in members' behaviour. </para>
/// </summary>
public sealed class Breakage
{
    private readonly Dictionary<(string Unit, string Tier), List<Age>> curves = [];

    /// <summary>The columns of the report.</summary>
    public static ReportTable<BreakageLine> Table { get; } = new ReportTable<BreakageLine>("breakage")
        .Text("unit", line => line.Unit)
        .Text("tier", line => line.Tier)
        .Whole("age", line => line.Age)
        .Whole("lots", line => line.Lots)
        .Amount("atRisk", line => line.AtRisk)
        .Amount("used", line => line.Used)
        .Amount(Books.Expired, line => line.Expired)
        .Amount("withdrawn", line => line.Withdrawn)
        .Share("expires", line => line.Expires)
        .Share("standardError", line => line.StandardError)
        .Share("unknown", line => line.Unknown)
        .Amount("left", line => line.Left)
        .Amount("expected", line => line.Expected)
        .Money("expectedValue", line => line.ExpectedValue);

    private sealed class Age
    {
        public long Lots;
        public decimal AtRisk, Used, Expired, Withdrawn;
        public Exact Squares;
    }

    /// <summary>Adds the lives of those lots of one unit and tier that first received value in one month.</summary>
    /// <param name="changes">The changes from month to month, as <see cref="LotLife.AddChanges"/> gives them; ascending.</param>
    /// <param name="observed">The first month that is not over; this month and later ones are not used.</param>
    public void Add(string unit, string tier, int opened, IReadOnlyList<(int Month, LotMonthRow Sums)> changes, int observed)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (!curves.TryGetValue((unit, tier), out var curve)) curves.Add((unit, tier), curve = []);
        var (level, next) = (LotMonthRow.Zero, 0);
        for (var month = opened; month < observed && (level.Lots > 0 || next < changes.Count); month++)
        {
            level = level with { Used = 0, Expired = 0, Withdrawn = 0 };
            for (; next < changes.Count && changes[next].Month == month; next++) level += changes[next].Sums;
            if (level.Lots > 0) Add(curve, month - opened, level);
        }
    }

    private static void Add(List<Age> curve, int age, LotMonthRow level)
    {
        while (curve.Count <= age) curve.Add(new Age());
        var sums = curve[age];
        sums.Lots += level.Lots;
        sums.AtRisk += level.AtRisk;
        sums.Squares += level.Squares;
        sums.Used += level.Used;
        sums.Expired += level.Expired;
        sums.Withdrawn += level.Withdrawn;
    }

    /// <summary>What is expected to become of value of an age, in months.</summary>
    public BreakageFate FateOf(string unit, string tier, int age)
    {
        var curve = curves.GetValueOrDefault((unit, tier)) ?? [];
        var (survives, expires) = (1.0, 0.0);
        for (var k = age; k < curve.Count && curve[k].AtRisk > 0; k++)
        {
            var atRisk = (double)curve[k].AtRisk;
            expires += survives * (double)curve[k].Expired / atRisk;
            survives *= Math.Max(0, 1 - ((double)(curve[k].Used + curve[k].Expired + curve[k].Withdrawn) / atRisk));
        }

        var lots = age < curve.Count && curve[age].AtRisk > 0
            ? (double)curve[age].AtRisk * (double)curve[age].AtRisk / Of(curve[age].Squares)
            : 0;
        var share = Math.Clamp(expires, 0, 1);
        return new BreakageFate(share, Math.Clamp(survives, 0, 1), lots > 0 ? Math.Sqrt(share * (1 - share) / lots) : 0);
    }

    /// <summary>A line for each unit, tier and age that has data or value left; units in ordinal order, tiers lowest first.</summary>
    /// <param name="left">What is left now, as <see cref="Liability"/> reports it.</param>
    /// <param name="month">The current local month: year × 12 + month − 1.</param>
    public IReadOnlyList<BreakageLine> Lines(ProgramVersion version, IReadOnlyList<LiabilityLine> left, int month)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(left);
        var amounts = left.GroupBy(line => (line.Unit, line.Tier, Age: Math.Max(0, month - line.Month)))
            .ToDictionary(line => line.Key, line => line.Sum(one => one.Amount));
        var known = curves.SelectMany(curve => curve.Value.Select((_, age) => (curve.Key.Unit, curve.Key.Tier, Age: age)));
        return
        [
            .. amounts.Keys.Union(known).OrderBy(key => key.Unit, StringComparer.Ordinal).ThenBy(key => version.TierIndex(key.Tier))
                .ThenBy(key => key.Tier, StringComparer.Ordinal).ThenBy(key => key.Age)
                .Select(key => Show(version, key.Unit, key.Tier, key.Age, amounts.GetValueOrDefault(key))),
        ];
    }

    private static double Of(Exact squares) => (double)squares.Numerator / (double)squares.Denominator;

    private BreakageLine Show(ProgramVersion version, string unit, string tier, int age, decimal left)
    {
        var curve = curves.GetValueOrDefault((unit, tier)) ?? [];
        var data = age < curve.Count ? curve[age] : new Age();
        var (fate, digits) = (FateOf(unit, tier, age), Units.DigitsOf(unit, version.MinorDigits));

        // An expectation is not an amount of the books, so it is shown with the digits of money even for points.
        var expected = ValueFormat.Scaled(Math.Round(left * (decimal)fate.Expires, version.MinorDigits), version.MinorDigits);
        var value = BudgetRules.CostOf(version, unit, left) * Share(fate.Expires);
        return new BreakageLine(
            unit, tier, age, data.Lots, ValueFormat.Scaled(data.AtRisk, digits), ValueFormat.Scaled(data.Used, digits),
            ValueFormat.Scaled(data.Expired, digits), ValueFormat.Scaled(data.Withdrawn, digits), Share(fate.Expires),
            Share(fate.StandardError), Share(fate.Unknown), ValueFormat.Scaled(left, digits), expected,
            ValueFormat.Scaled(version.MoneyRounding.Round(value, version.MinorDigits), version.MinorDigits));

        static decimal Share(double share) => Math.Round((decimal)share, 6);
    }
}
