using System.Collections.Immutable;
using Ledger.Contracts.V1;
using Ledger.DomainTests.Rules;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

public sealed class BreakageTests
{
    private const int July = (2011 * 12) + 6;

    /// <summary>
    /// Two lots of 100. At age 0, 200 are at risk and 50 are used; at age 1, 150 are at risk, 30 are used and 30 taken back; at age 2 all
    /// 90 expire. So value of age 0 expires with 0.75 × 0.6 × 1 = 0.45, of age 1 with 0.6, of age 2 with 1.
    /// </summary>
    [Test]
    public void Value_expires_as_past_lots_of_its_age_did()
    {
        var breakage = new Breakage();
        Add(breakage, [new LotMonth(0, 100, 50, 0, 0), new LotMonth(1, 0, 30, 0, 0), new LotMonth(2, 0, 0, 20, 0)], 3);
        Add(breakage, [new LotMonth(0, 100, 0, 0, 0), new LotMonth(1, 0, 0, 0, 30), new LotMonth(2, 0, 0, 70, 0)], 3);

        Assert.Multiple(() =>
        {
            Assert.That(breakage.FateOf("points", "bronze", 0).Expires, Is.EqualTo(0.45).Within(1e-12));
            Assert.That(breakage.FateOf("points", "bronze", 1).Expires, Is.EqualTo(0.6).Within(1e-12));
            Assert.That(breakage.FateOf("points", "bronze", 2).Expires, Is.EqualTo(1).Within(1e-12));
            Assert.That(breakage.FateOf("points", "bronze", 3), Is.EqualTo(new BreakageFate(0, 1, 0)), "nothing is known of it");
            Assert.That(breakage.FateOf("points", "silver", 0), Is.EqualTo(new BreakageFate(0, 1, 0)));

            // √(0.45 × 0.55 ÷ 2): two lots of one weight. At age 1 they weigh 50 and 100: (150)² ÷ (50² + 100²) = 1.8.
            Assert.That(breakage.FateOf("points", "bronze", 0).StandardError, Is.EqualTo(0.351781).Within(1e-6));
            Assert.That(breakage.FateOf("points", "bronze", 1).StandardError, Is.EqualTo(Math.Sqrt(0.6 * 0.4 / 1.8)).Within(1e-12));
        });
    }

    /// <summary>The second lot is only a month old: it is no data for age 1, and what it would do then is not assumed.</summary>
    [Test]
    public void A_month_that_is_not_over_is_no_data()
    {
        var breakage = new Breakage();
        Add(breakage, [new LotMonth(0, 100, 50, 0, 0), new LotMonth(1, 0, 0, 20, 0), new LotMonth(2, 0, 30, 0, 0)], 2);
        Add(breakage, [new LotMonth(0, 100, 0, 0, 0)], 1);

        var fate = breakage.FateOf("points", "bronze", 0);

        // 150 of 200 stay; of the 50 at risk at age 1, 20 expire and 30 are left, of which nothing is known.
        Assert.That((fate.Expires, fate.Unknown), Is.EqualTo((0.75 * 0.4, 0.75 * 0.6)).Using<(double, double)>((a, b) =>
            Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12));
    }

    [Test]
    public void What_is_left_is_expected_to_expire_by_its_age_and_tier()
    {
        var breakage = new Breakage();
        Add(breakage, [new LotMonth(0, 1000, 600, 0, 0), new LotMonth(1, 0, 0, 400, 0)], 2);
        LiabilityLine[] left =
        [
            new("points", "bronze", July, "available", 300, 3m), new("points", "bronze", July, "pending", 200, 2m),
            new("points", "bronze", July - 1, "available", 10, 0.1m), new("points", "silver", July, "available", 7, 0.07m),
        ];

        var lines = breakage.Lines(Version(), left, July).Select(line => string.Join(',', Breakage.Table.Fields(line)));

        Assert.That(lines, Is.EqualTo(new[]
        {
            "points,bronze,0,1,1000,600,0,0,0.4,0.489898,0,500,200.00,2.00", "points,bronze,1,1,400,0,400,0,1,0,0,10,10.00,0.10",
            "points,silver,0,0,0,0,0,0,0,0,1,7,0.00,0.00",
        }));
    }

    [Test]
    public void Expected_breakage_is_between_nothing_and_all_that_is_left()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var n = 0; n < 200; n++)
        {
            var breakage = new Breakage();
            for (var lot = random.Next(1, 20); lot > 0; lot--) AddAny(breakage, random);
            LiabilityLine[] left =
            [
                .. Enumerable.Range(0, 12)
                    .Select(age => new LiabilityLine("points", "bronze", July - age, "available", random.Next(0, 500), 0m)),
            ];
            foreach (var line in breakage.Lines(Version(), left, July))
            {
                Assert.That(line.Expected, Is.InRange(0m, line.Left), $"seed {seed}, {n}, age {line.Age}");
                Assert.That(line.Expires + line.Unknown, Is.InRange(0m, 1.000002m), $"seed {seed}, {n}, age {line.Age}");
            }
        }
    }

    /// <summary>Months without rows still count: a lot without movements stays at risk.</summary>
    [Test]
    public void The_sums_of_many_lives_are_what_each_had_at_risk()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var n = 0; n < 200; n++)
        {
            var sums = new SortedDictionary<(int Opened, int Month), LotMonthRow>();
            var lives = new List<ImmutableArray<LotMonth>>();
            for (var lot = random.Next(1, 8); lot > 0; lot--) lives.Add(Live(random, sums));
            foreach (var opened in lives.Select(life => life[0].Month).Distinct())
            {
                var level = LotMonthRow.Zero;
                for (var month = opened; month < July + 20; month++)
                {
                    level = level with { Used = 0, Expired = 0, Withdrawn = 0 };
                    if (sums.TryGetValue((opened, month), out var change)) level += change;
                    Assert.That(level, Is.EqualTo(AtRisk(lives, opened, month)), $"seed {seed}, {n}, {opened}, {month}");
                }
            }
        }
    }

    [Test]
    public void A_life_is_read_as_it_was_written()
    {
        ImmutableArray<LotMonth> life = [new(July, 12.34m, 0, 0.5m, 0), new(July + 2, 0, 1, 0, 10.84m)];

        Assert.That(LotLife.Read(LotLife.Write(life)), Is.EqualTo(life));
        Assert.That(LotLife.Read(LotLife.Write([])), Is.Empty);
    }

    // Applies random moves one after the other and sums their changes; some moves are only between books of the lot.
    private static ImmutableArray<LotMonth> Live(Random random, SortedDictionary<(int Opened, int Month), LotMonthRow> sums)
    {
        ImmutableArray<LotMonth> life = [];
        var (month, left) = (July + random.Next(3), 0m);
        for (var move = random.Next(1, 12); move > 0; move--)
        {
            month += random.Next(3);
            var amount = left > 0 ? random.Next(0, (int)left + 1) : random.Next(1, 500);
            var (from, to) = left == 0 || random.Next(5) == 0
                ? (random.Next(2) == 0 ? Books.Issuance : Books.Redeemed, Books.Pending)
                : (Books.Available, ((string[])[Books.Redeemed, Books.Arrears, Books.Expired, Books.Transfer, Books.Held])[random.Next(5)]);
            left += from == Books.Available ? (to == Books.Held ? 0 : -amount) : amount;
            var next = LotLife.Apply(life, new LotMove(1, from, to, amount), month);
            foreach (var change in Changes(life, next))
            {
                var key = (change.Opened, change.Month);
                sums[key] = sums.GetValueOrDefault(key, LotMonthRow.Zero) + change.Sums;
            }

            life = next;
        }

        return life;
    }

    private static LotMonthRow AtRisk(List<ImmutableArray<LotMonth>> lives, int opened, int month)
    {
        var sums = LotMonthRow.Zero;
        foreach (var life in lives.Where(life => life[0].Month == opened))
        {
            var now = life.FirstOrDefault(one => one.Month == month);
            var atRisk = life.Where(one => one.Month < month).Sum(one => one.In - one.Out) + now.In;
            sums += new LotMonthRow(atRisk > 0 ? 1 : 0, atRisk, atRisk * atRisk, now.Used, now.Expired, now.Withdrawn);
        }

        return sums;
    }

    private static List<LotMonthChange> Changes(ImmutableArray<LotMonth> before, ImmutableArray<LotMonth> after)
    {
        var changes = new List<LotMonthChange>();
        LotLife.AddChanges(before, after, changes);
        return changes;
    }

    // Adds a lot whose months are numbered by age, observed when a given number of months are over.
    private static void Add(Breakage breakage, IReadOnlyList<LotMonth> ages, int observed)
    {
        ImmutableArray<LotMonth> life = [.. ages.Select(age => age with { Month = July - observed + age.Month })];
        var changes = Changes([], life).GroupBy(change => change.Month).OrderBy(month => month.Key)
            .Select(month => (month.Key, month.Aggregate(LotMonthRow.Zero, (sum, change) => sum + change.Sums)));
        breakage.Add("points", "bronze", July - observed, [.. changes], July);
    }

    private static void AddAny(Breakage breakage, Random random)
    {
        var (months, left) = (new List<LotMonth>(), 0m);
        for (var age = 0; age < 14; age++)
        {
            var came = age == 0 ? random.Next(1, 1_000) : random.Next(0, 4) == 0 ? random.Next(0, 50) : 0;
            left += came;
            var used = random.Next(0, 3) == 0 ? random.Next(0, (int)left + 1) : 0;
            var expired = age > 9 ? random.Next(0, (int)left - used + 1) : 0;
            var withdrawn = random.Next(0, 6) == 0 ? random.Next(0, (int)left - used - expired + 1) : 0;
            if (came + used + expired + withdrawn > 0) months.Add(new LotMonth(age, came, used, expired, withdrawn));
            left -= used + expired + withdrawn;
        }

        Add(breakage, months, random.Next(0, 15));
    }

    private static ProgramVersion Version() => Programs.Version("""
        "pointValue": 0.01, "tiers": [ { "id": "bronze", "from": 0 }, { "id": "silver", "from": 100 } ], "scopes": { "all": {} },
        "qualification": { "metric": "spend", "scope": "all", "window": { "kind": "lifetime" } }
        """);
}
