using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Evaluation;

/// <summary>Windows over an account's months (domain.md §4.1).</summary>
[TestFixture]
public sealed class MeasuresTests
{
    private static readonly int March = Orders.Month(2011, 3);

    [TestCase(WindowKind.RollingMonths, 1, "2011-03", "2011-03")]
    [TestCase(WindowKind.RollingMonths, 12, "2010-04", "2011-03")]
    [TestCase(WindowKind.RollingMonths, 15, "2010-01", "2011-03")]
    [TestCase(WindowKind.CalendarYear, 0, "2011-01", "2011-03")]
    public void Windows_end_with_the_month(WindowKind kind, int months, string from, string to) => Assert.That(
        new Window(kind, months).EndingWith(March),
        Is.EqualTo(new MonthRange(
                new Calendar(TimeZoneInfo.Utc).MonthOf(Orders.Time(from + "-15T00:00:00Z")),
                new Calendar(TimeZoneInfo.Utc).MonthOf(Orders.Time(to + "-15T00:00:00Z")))));

    [Test]
    public void A_lifetime_has_no_beginning() =>
        Assert.That(new Window(WindowKind.Lifetime, 0).EndingWith(March), Is.EqualTo(new MonthRange(int.MinValue, March)));

    [Test]
    public void Sums_are_those_of_the_months_in_range_whatever_the_order_they_came_in([Values(41, 42)] int seed)
    {
        var random = new Random(seed);
        var measures = new Measures();
        var plain = new List<(int Month, decimal Net, long Orders, long Points)>();
        for (var i = 0; i < 300; i++)
        {
            var entry = (
                Month: March + random.Next(-30, 30), Net: (decimal)random.Next(-5_000, 10_000) / 100, Orders: (long)random.Next(0, 2),
                Points: (long)random.Next(-50, 100));
            plain.Add(entry);
            measures.Add("s", entry.Month, entry.Net, entry.Orders);
            measures.AddPoints(entry.Month, entry.Points);
            var from = random.Next(4) == 0 ? int.MinValue : March + random.Next(-35, 35);
            var range = new MonthRange(from, March + random.Next(-35, 35));
            var inRange = plain.Where(e => e.Month >= range.From && e.Month <= range.To).ToList();
            var what = $"seed {seed}, round {i}, {range}";
            Assert.That(measures.Spend("s", range), Is.EqualTo((Exact)inRange.Sum(e => e.Net)), what);
            Assert.That(measures.Orders("s", range), Is.EqualTo(inRange.Sum(e => e.Orders)), what);
            Assert.That(measures.Points(range), Is.EqualTo(inRange.Sum(e => e.Points)), what);
        }

        Assert.That(measures.Cells.Select(cell => cell.Measure.Month), Is.Ordered.And.Unique);
    }

    [Test]
    public void Additions_to_one_copy_change_no_other([Values(51, 52, 53)] int seed)
    {
        var random = new Random(seed);
        var copies = new List<(Measures Measures, SortedDictionary<(string, int), long> Plain)> { (new Measures(), []) };
        for (var i = 0; i < 500; i++)
        {
            // One of the newest copies gets an addition to a scope, mostly to its last month or a later one.
            var (from, plainFrom) = copies[random.Next(Math.Max(0, copies.Count - 5), copies.Count)];
            var (measures, plain) = (from.Clone(), new SortedDictionary<(string, int), long>(plainFrom));
            var (scope, month) = ($"s{random.Next(3)}", March + (i / 10) - (random.Next(4) == 0 ? random.Next(30) : 0));
            var net = random.Next(1_000);
            measures.Add(scope, month, net, 1);
            plain[(scope, month)] = plain.GetValueOrDefault((scope, month)) + net;
            copies.Add((measures, plain));
        }

        foreach (var (measures, plain) in copies)
        {
            Assert.That(
                measures.Cells.Select(cell => ((cell.Scope, cell.Measure.Month), cell.Measure.Net)),
                Is.EquivalentTo(plain.Select(cell => (cell.Key, (Exact)cell.Value))), $"seed {seed}");
        }
    }

    [Test]
    public void What_is_not_known_is_nothing()
    {
        var measures = new Measures();
        Assert.That(
            (measures.Knows("s"), measures.Spend("s", new(0, int.MaxValue)).IsZero, measures.Orders("s", new(0, int.MaxValue))),
            Is.EqualTo((false, true, 0L)));
        measures.Know("s");
        Assert.That((measures.Knows("s"), measures.Cells.Any()), Is.EqualTo((true, false)));
    }

    [Test]
    public void A_clone_and_a_message_hold_the_same_and_live_apart()
    {
        var standing = Orders.Standing(
            "gold", 3, "2010-01-01T00:00:00Z", ("goods@1", March, 12.5m), ("*", March - 1, 7), ("goods@1", March - 2, 1));
        standing.Measures.Know("empty@2");
        standing.Measures.AddPoints(March, 40);
        var message = standing.ToMessage();
        var back = Standing.FromMessage(message);
        var clone = standing.Measures.Clone();
        standing.Measures.Add("goods@1", March, 100, 1);
        foreach (var copy in new[] { back.Measures, clone })
        {
            Assert.That(copy.Cells, Is.EqualTo(new[]
                {
                    ("goods@1", new MonthMeasure(March - 2, 1, 1)),
                    ("goods@1", new MonthMeasure(March, 12.5m, 1)),
                    ("*", new MonthMeasure(March - 1, 7, 1)),
                }));
            Assert.That(copy.PointMonths, Is.EqualTo(new[] { new MonthPoints(March, 40) }));
            Assert.That(copy.Knows("empty@2"));
        }

        Assert.That((back.Tier, back.Orders, back.FirstOrderAt), Is.EqualTo((standing.Tier, standing.Orders, standing.FirstOrderAt)));
    }
}
