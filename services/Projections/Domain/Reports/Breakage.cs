using Ledger.Contracts.V1.Answers;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Program;

namespace Ledger.Projections.Domain.Reports;

/// <summary>What happened to one lot in one month of its life.</summary>
/// <param name="Age">Local months since the one in which it was opened: 0 is that month.</param>
/// <param name="In">What came into it: credited, or given back after it had been spent.</param>
/// <param name="Used">What was spent of it, or paid what its wallet owed.</param>
/// <param name="Expired">What ran out of time.</param>
/// <param name="Withdrawn">What was taken back, adjusted away or transferred.</param>
public readonly record struct LotMonth(int Age, decimal In, decimal Used, decimal Expired, decimal Withdrawn);

/// <summary>What becomes of value of one age.</summary>
/// <param name="Expires">The share that expires some day, 0 to 1.</param>
/// <param name="Unknown">The share that is left at the oldest age with data, 0 to 1.</param>
/// <param name="StandardError">Of <paramref name="Expires"/>.</param>
public readonly record struct BreakageFate(double Expires, double Unknown, double StandardError);

/// <summary>
/// Expected breakage: the part of what is left in lots that will expire, as past lots of the same unit and tier did.
/// <para>
/// The method is the cumulative incidence of competing risks (Aalen–Johansen) by age in months, weighted by amount. At age k of all lots
/// that were observed through it, R is what was at risk: left when the month began, or come in during it. U, E and W are what was used,
/// expired and withdrawn of that. Value of age a survives to age k with S = Π (1 − (U + E + W) ÷ R) over a … k − 1, and expires some day
/// with P(a) = Σ S × E ÷ R over k ≥ a. The month that runs is not over, so it is no data, and what is left then is censored. Beyond the
/// oldest age with data nothing is assumed to expire: the share S that is left there is shown as unknown.
/// </para>
/// <para>
/// The standard error is that of a share among so many lots as weigh like the ones at risk at the age: √(P (1 − P) ÷ n), where n = (Σ r)²
/// ÷ Σ r² (Kish). It says how far lots like these spread, not how far members will change.
/// </para>
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
        .Amount("expired", line => line.Expired)
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
        public double Squares;
    }

    /// <summary>Adds the life of a lot.</summary>
    /// <param name="months">Ascending by age; months without any movement may be missing.</param>
    /// <param name="agesObserved">How many months of its life are over.</param>
    public void Add(string unit, string tier, IReadOnlyList<LotMonth> months, int agesObserved)
    {
        ArgumentNullException.ThrowIfNull(months);
        if (!curves.TryGetValue((unit, tier), out var curve)) curves.Add((unit, tier), curve = []);
        var (left, next) = (0m, 0);
        for (var age = 0; age < agesObserved; age++)
        {
            var month = next < months.Count && months[next].Age == age ? months[next++] : new LotMonth(age, 0, 0, 0, 0);
            var atRisk = left + month.In;
            if (atRisk <= 0 && next == months.Count) return;
            if (curve.Count == age) curve.Add(new Age());
            if (atRisk <= 0) continue;
            var sums = curve[age];
            sums.Lots++;
            sums.AtRisk += atRisk;
            sums.Squares += (double)atRisk * (double)atRisk;
            sums.Used += month.Used;
            sums.Expired += month.Expired;
            sums.Withdrawn += month.Withdrawn;
            left = atRisk - month.Used - month.Expired - month.Withdrawn;
        }
    }

    /// <summary>What becomes of value of an age.</summary>
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
            ? (double)curve[age].AtRisk * (double)curve[age].AtRisk / curve[age].Squares
            : 0;
        var share = Math.Clamp(expires, 0, 1);
        return new BreakageFate(share, Math.Clamp(survives, 0, 1), lots > 0 ? Math.Sqrt(share * (1 - share) / lots) : 0);
    }

    /// <summary>A line for each unit, tier and age with data or with something left: units ordinal, tiers lowest first.</summary>
    /// <param name="left">What is left now, as <see cref="Liability"/> has it.</param>
    /// <param name="month">The local month of now: year × 12 + month − 1.</param>
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

    private BreakageLine Show(ProgramVersion version, string unit, string tier, int age, decimal left)
    {
        var curve = curves.GetValueOrDefault((unit, tier)) ?? [];
        var data = age < curve.Count ? curve[age] : new Age();
        var (fate, digits) = (FateOf(unit, tier, age), Shown.DigitsOf(unit, version.MinorDigits));

        // What is expected is no amount of the books: it is shown with the digits of money, also of points.
        var expected = Shown.Scaled(Math.Round(left * (decimal)fate.Expires, version.MinorDigits), version.MinorDigits);
        var value = BudgetRules.CostOf(version, unit, left) * Share(fate.Expires);
        return new BreakageLine(
            unit, tier, age, data.Lots, Shown.Scaled(data.AtRisk, digits), Shown.Scaled(data.Used, digits),
            Shown.Scaled(data.Expired, digits), Shown.Scaled(data.Withdrawn, digits), Share(fate.Expires), Share(fate.StandardError),
            Share(fate.Unknown), Shown.Scaled(left, digits), expected,
            Shown.Scaled(version.MoneyRounding.Round(value, version.MinorDigits), version.MinorDigits));

        static decimal Share(double share) => Math.Round((decimal)share, 6);
    }
}
